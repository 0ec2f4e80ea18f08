using SixLabors.ImageSharp;
using SixLabors.ImageSharp.PixelFormats;
using YolactGpu.Data.Coco;

namespace YolactGpu.Data.Imaging;

/// <summary>
/// An instance alone: the part of a photo around its mask, with an alpha channel that is 255 on the mask and 0 elsewhere.
/// Pixels that cannot be seen are black, so that nothing of the rest of the photo is in the file.
/// </summary>
public static class CutOut
{
    /// <summary>Writes an instance as PNG of four channels of 8 bits to a stream, which is left open.</summary>
    /// <param name="stream">Where it is written.</param>
    /// <param name="photo">The photo.</param>
    /// <param name="mask">The instance's mask, of the photo's size.</param>
    /// <exception cref="ArgumentException">The mask is empty, or of another size than the photo.</exception>
    public static void WritePng(Stream stream, RgbImage photo, MaskRuns mask)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(photo);
        if (mask.Width != photo.Width || mask.Height != photo.Height)
        {
            throw new ArgumentException(
                $"The mask is {mask.Width} x {mask.Height} pixels; the photo is {photo.Width} x {photo.Height}.", nameof(mask));
        }

        PixelBox box = mask.BoundingBox;
        if (box.IsEmpty)
        {
            throw new ArgumentException("The mask is empty; there is nothing to cut out.", nameof(mask));
        }

        using Image<Rgba32> image = Image.LoadPixelData<Rgba32>(Pixels(photo, mask, box), box.Width, box.Height);
        image.SaveAsPng(stream);
    }

    /// <summary>Writes an instance as PNG so that the file appears whole or not at all.</summary>
    /// <exception cref="OutputException">The file cannot be written; nothing is left of it.</exception>
    /// <inheritdoc cref="WritePng(Stream, RgbImage, MaskRuns)"/>
    public static void WritePng(string path, RgbImage photo, MaskRuns mask) =>
        AtomicFile.Write(path, stream => WritePng(stream, photo, mask));

    private static Rgba32[] Pixels(RgbImage photo, MaskRuns mask, PixelBox box)
    {
        Rgba32[] pixels = new Rgba32[box.Width * box.Height];
        foreach (PixelRun run in mask)
        {
            ReadOnlySpan<byte> row = photo.Row(run.Row);
            int rowStart = ((run.Row - box.Top) * box.Width) - box.Left;
            for (int x = run.Left; x < run.Right; x++)
            {
                ReadOnlySpan<byte> colour = row.Slice(x * RgbImage.Channels, RgbImage.Channels);
                pixels[rowStart + x] = new Rgba32(colour[0], colour[1], colour[2], 255);
            }
        }

        return pixels;
    }
}
