using SixLabors.ImageSharp.Formats;
using SixLabors.ImageSharp.Formats.Bmp;
using SixLabors.ImageSharp.Formats.Jpeg;
using SixLabors.ImageSharp.Formats.Png;

namespace SixLabors.ImageSharp;

/// <summary>Saving.</summary>
public static class ImageExtensions
{
    public static void Save(this Image source, string path) => source.Save(path, EncoderFor(source, path));

    public static void Save(this Image source, string path, IImageEncoder encoder)
    {
        ArgumentNullException.ThrowIfNull(encoder);
        using FileStream file = File.Create(path);
        source.Save(file, encoder);
    }

    public static void Save(this Image source, Stream stream, IImageFormat format)
    {
        source.Save(stream, source.Configuration.ImageFormatsManager.GetEncoder(format));
    }

    public static Task SaveAsync(this Image source, string path, CancellationToken cancellationToken = default)
    {
        return source.SaveAsync(path, EncoderFor(source, path), cancellationToken);
    }

    public static async Task SaveAsync(
        this Image source,
        string path,
        IImageEncoder encoder,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(encoder);
        using FileStream file = new(
            path, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 1, useAsync: true);
        await source.SaveAsync(file, encoder, cancellationToken).ConfigureAwait(false);
    }

    public static void SaveAsPng(this Image source, string path) => source.Save(path, new PngEncoder());

    public static void SaveAsPng(this Image source, string path, PngEncoder encoder) =>
        source.Save(path, encoder ?? new PngEncoder());

    public static void SaveAsPng(this Image source, Stream stream) => source.Save(stream, new PngEncoder());

    public static void SaveAsPng(this Image source, Stream stream, PngEncoder encoder)
    {
        source.Save(stream, encoder ?? new PngEncoder());
    }

    public static Task SaveAsPngAsync(this Image source, string path) => source.SaveAsync(path, new PngEncoder());

    public static Task SaveAsPngAsync(this Image source, string path, CancellationToken cancellationToken)
    {
        return source.SaveAsync(path, new PngEncoder(), cancellationToken);
    }

    public static Task SaveAsPngAsync(
        this Image source,
        string path,
        PngEncoder encoder,
        CancellationToken cancellationToken = default)
    {
        return source.SaveAsync(path, encoder ?? new PngEncoder(), cancellationToken);
    }

    public static Task SaveAsPngAsync(this Image source, Stream stream, CancellationToken cancellationToken = default)
    {
        return source.SaveAsync(stream, new PngEncoder(), cancellationToken);
    }

    public static Task SaveAsPngAsync(
        this Image source,
        Stream stream,
        PngEncoder encoder,
        CancellationToken cancellationToken = default)
    {
        return source.SaveAsync(stream, encoder ?? new PngEncoder(), cancellationToken);
    }

    public static void SaveAsBmp(this Image source, string path) => source.Save(path, new BmpEncoder());

    public static void SaveAsBmp(this Image source, Stream stream) => source.Save(stream, new BmpEncoder());

    public static void SaveAsJpeg(this Image source, string path) => source.Save(path, new JpegEncoder());

    public static void SaveAsJpeg(this Image source, string path, JpegEncoder encoder) =>
        source.Save(path, encoder ?? new JpegEncoder());

    public static void SaveAsJpeg(this Image source, Stream stream) => source.Save(stream, new JpegEncoder());

    public static void SaveAsJpeg(this Image source, Stream stream, JpegEncoder encoder)
    {
        source.Save(stream, encoder ?? new JpegEncoder());
    }

    private static IImageEncoder EncoderFor(Image source, string path)
    {
        ImageFormatManager manager = source.Configuration.ImageFormatsManager;
        string extension = Path.GetExtension(path);
        return manager.TryFindFormatByFileExtension(extension, out IImageFormat? format)
            ? manager.GetEncoder(format)
            : throw new UnknownImageFormatException(
                $"No format is configured for the file name extension '{extension}' of '{path}'.");
    }
}
