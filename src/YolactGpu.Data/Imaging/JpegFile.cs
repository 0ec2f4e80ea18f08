using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Formats.Jpeg;
using SixLabors.ImageSharp.PixelFormats;

namespace YolactGpu.Data.Imaging;

/// <summary>Writes pictures as baseline JPEG.</summary>
public static class JpegFile
{
    /// <summary>The quality unless told, from 1 to 100.</summary>
    public const int DefaultQuality = 90;

    /// <summary>Writes a picture to a stream, which is left open.</summary>
    public static void Write(Stream stream, RgbImage picture, int quality = DefaultQuality)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(picture);
        ArgumentOutOfRangeException.ThrowIfLessThan(quality, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(quality, 100);
        using Image<Rgb24> image = Image.LoadPixelData<Rgb24>(picture.Pixels.Span, picture.Width, picture.Height);
        image.SaveAsJpeg(stream, new JpegEncoder { Quality = quality });
    }

    /// <summary>Writes a picture so that the file appears whole or not at all, and its folder if need be.</summary>
    /// <exception cref="OutputException">The file cannot be written; nothing is left of it.</exception>
    public static void Write(string path, RgbImage picture, int quality = DefaultQuality)
    {
        ArgumentNullException.ThrowIfNull(picture);
        AtomicFile.Write(path, stream => Write(stream, picture, quality));
    }
}
