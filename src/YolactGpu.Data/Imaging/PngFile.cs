using SixLabors.ImageSharp;
using SixLabors.ImageSharp.PixelFormats;

namespace YolactGpu.Data.Imaging;

/// <summary>Writes pictures as PNG, 8 bits per channel, RGB.</summary>
public static class PngFile
{
    /// <summary>Writes a picture so that the file appears whole or not at all, and its folder if need be.</summary>
    /// <exception cref="OutputException">The file cannot be written; nothing is left of it.</exception>
    public static void Write(string path, RgbImage picture)
    {
        ArgumentNullException.ThrowIfNull(picture);
        AtomicFile.Write(path, stream => Write(stream, picture));
    }

    /// <summary>Writes a picture to a stream, which is left open.</summary>
    public static void Write(Stream stream, RgbImage picture)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(picture);
        using Image<Rgb24> image = Image.LoadPixelData<Rgb24>(picture.Pixels.Span, picture.Width, picture.Height);
        image.SaveAsPng(stream);
    }
}
