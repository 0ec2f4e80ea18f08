using SixLabors.ImageSharp.Metadata;
using SixLabors.ImageSharp.Metadata.Profiles.Exif;

namespace SixLabors.ImageSharp.Formats.Png;

/// <summary>The chunks' meaning, in the order that PNG demands: header, tables, pixels, end.</summary>
internal sealed class PngContents(ByteSource source, bool skipMetadata)
{
    private readonly PngChunkReader chunks = new(source);
    private byte[] palette = [];
    private byte[] transparency = [];

    public PngHeader Header { get; private set; }

    public ImageMetadata Metadata { get; } = new();

    /// <summary>Reads up to the first chunk with pixels and not into it.</summary>
    public void ReadToPixels()
    {
        ReadHeader();
        for (chunks.MoveNext(); chunks.Type != PngChunkReader.Data; chunks.MoveNext())
        {
            if (chunks.Type == PngChunkReader.End)
            {
                throw new InvalidImageContentException("The PNG has no pixels: it ends before an IDAT chunk.");
            }

            ReadTable();
        }
    }

    public PngSampleReader CreateSampleReader() => new(Header, palette, transparency);

    /// <summary>
    /// From the first chunk with pixels to the end: what is there, is checked before it is decompressed.
    /// </summary>
    public Stream ReadPixelsAndRest()
    {
        List<(int Position, int Length)> pieces = [];
        for (; chunks.Type != PngChunkReader.End; chunks.MoveNext())
        {
            chunks.Check();
            if (chunks.Type == PngChunkReader.Data)
            {
                pieces.Add((chunks.DataPosition, chunks.DataLength));
            }
            else
            {
                ReadExif();
            }
        }

        return new PngDataStream(source, pieces);
    }

    private void ReadHeader()
    {
        chunks.MoveNext();
        if (chunks.Type == PngChunkReader.AppleHeader)
        {
            throw new InvalidImageContentException("The file is Apple's variant of PNG (CgBI), which is not PNG.");
        }

        if (chunks.Type != PngChunkReader.Header)
        {
            throw new InvalidImageContentException("The PNG does not begin with its IHDR chunk.");
        }

        chunks.Check();
        Header = PngHeader.Parse(chunks.Content);
    }

    private void ReadTable()
    {
        chunks.Check();
        switch (chunks.Type)
        {
            case PngChunkReader.Header:
                throw new InvalidImageContentException("The PNG has a second IHDR chunk.");
            case PngChunkReader.Palette:
                palette = chunks.Content.ToArray();
                break;
            case PngChunkReader.Transparency:
                transparency = chunks.Content.ToArray();
                break;
            default:
                ReadExif();
                break;
        }
    }

    private void ReadExif()
    {
        if ((chunks.Type == PngChunkReader.Exif) && !skipMetadata)
        {
            Metadata.ExifProfile = new ExifProfile(chunks.Content.ToArray());
        }
    }
}
