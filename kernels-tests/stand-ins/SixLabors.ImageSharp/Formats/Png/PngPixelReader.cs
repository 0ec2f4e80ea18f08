using System.IO.Compression;
using SixLabors.ImageSharp.Memory;
using SixLabors.ImageSharp.PixelFormats;

namespace SixLabors.ImageSharp.Formats.Png;

/// <summary>Decompresses, unfilters and places the pixels, pass after pass.</summary>
internal sealed class PngPixelReader(
    PngHeader header, PngSampleReader samples, Stream compressed, MemoryAllocator allocator)
{
    public void Read<TPixel>(PixelBuffer<TPixel> buffer, CancellationToken cancellationToken)
        where TPixel : unmanaged, IPixel<TPixel>
    {
        using ZLibStream data = new(compressed, CompressionMode.Decompress, leaveOpen: true);
        foreach (PngPass pass in PngPass.Of(header))
        {
            ReadPass(pass, data, buffer, cancellationToken);
        }
    }

    private void ReadPass<TPixel>(
        PngPass pass, Stream data, PixelBuffer<TPixel> buffer, CancellationToken cancellationToken)
        where TPixel : unmanaged, IPixel<TPixel>
    {
        int columns = pass.Columns(header.Width);
        int rows = pass.Rows(header.Height);
        if ((columns == 0) || (rows == 0))
        {
            return;
        }

        int size = header.RowSizeInBytes(columns);
        byte[] current = allocator.AllocateClean<byte>(size + 1L, "A row of the PNG");
        byte[] above = allocator.AllocateClean<byte>(size + 1L, "A row of the PNG");
        Rgba32[] colours = allocator.AllocateClean<Rgba32>(columns, "The colours of a row of the PNG");
        for (int i = 0; i < rows; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Fill(data, current);
            PngFilters.Undo(current[0], current.AsSpan(1), above.AsSpan(1), header.FilterStride);
            samples.Read(current.AsSpan(1), colours);
            Place(colours, pass, buffer.Row(pass.Top + (i * pass.RowStep)));
            (current, above) = (above, current);
        }
    }

    private static void Place<TPixel>(ReadOnlySpan<Rgba32> colours, PngPass pass, Span<TPixel> row)
        where TPixel : unmanaged, IPixel<TPixel>
    {
        int x = pass.Left;
        foreach (Rgba32 colour in colours)
        {
            row[x].FromRgba32(colour);
            x += pass.ColumnStep;
        }
    }

    private static void Fill(Stream data, Span<byte> row)
    {
        try
        {
            data.ReadExactly(row);
        }
        catch (EndOfStreamException end)
        {
            throw new InvalidImageContentException("The PNG's pixels end early.", end);
        }
        catch (Exception damage) when (damage is InvalidDataException or IOException)
        {
            throw new InvalidImageContentException($"The PNG's pixels are damaged: {damage.Message}", damage);
        }
    }
}
