using System.Diagnostics.CodeAnalysis;

namespace SixLabors.ImageSharp.Formats;

/// <summary>The formats that a configuration knows.</summary>
public class ImageFormatManager
{
    private readonly Lock gate = new();
    private readonly List<IImageFormat> formats = [];
    private readonly List<IImageFormatDetector> detectors = [];
    private readonly Dictionary<IImageFormat, IImageDecoder> decoders = [];
    private readonly Dictionary<IImageFormat, IImageEncoder> encoders = [];

    public IEnumerable<IImageFormat> ImageFormats
    {
        get
        {
            lock (gate)
            {
                return [.. formats];
            }
        }
    }

    public void AddImageFormat(IImageFormat format)
    {
        ArgumentNullException.ThrowIfNull(format);
        lock (gate)
        {
            if (!formats.Contains(format))
            {
                formats.Add(format);
            }
        }
    }

    public void AddImageFormatDetector(IImageFormatDetector detector)
    {
        ArgumentNullException.ThrowIfNull(detector);
        lock (gate)
        {
            detectors.Add(detector);
        }
    }

    public void SetDecoder(IImageFormat imageFormat, IImageDecoder decoder)
    {
        ArgumentNullException.ThrowIfNull(decoder);
        AddImageFormat(imageFormat);
        lock (gate)
        {
            decoders[imageFormat] = decoder;
        }
    }

    public void SetEncoder(IImageFormat imageFormat, IImageEncoder encoder)
    {
        ArgumentNullException.ThrowIfNull(encoder);
        AddImageFormat(imageFormat);
        lock (gate)
        {
            encoders[imageFormat] = encoder;
        }
    }

    public IImageDecoder GetDecoder(IImageFormat format)
    {
        ArgumentNullException.ThrowIfNull(format);
        lock (gate)
        {
            return decoders.TryGetValue(format, out IImageDecoder? decoder)
                ? decoder
                : throw new UnknownImageFormatException($"No decoder is configured for {format.Name}.");
        }
    }

    public IImageEncoder GetEncoder(IImageFormat format)
    {
        ArgumentNullException.ThrowIfNull(format);
        lock (gate)
        {
            return encoders.TryGetValue(format, out IImageEncoder? encoder)
                ? encoder
                : throw new UnknownImageFormatException($"No encoder is configured for {format.Name}.");
        }
    }

    public bool TryFindFormatByFileExtension(string extension, [NotNullWhen(true)] out IImageFormat? format)
    {
        string bare = extension.StartsWith('.') ? extension[1..] : extension;
        format = ImageFormats.FirstOrDefault(f => f.FileExtensions.Contains(bare, StringComparer.OrdinalIgnoreCase));
        return format is not null;
    }

    public bool TryFindFormatByMimeType(string mimeType, [NotNullWhen(true)] out IImageFormat? format)
    {
        format = ImageFormats.FirstOrDefault(f => f.MimeTypes.Contains(mimeType, StringComparer.OrdinalIgnoreCase));
        return format is not null;
    }

    /// <summary>The format of the data at the stream's position, to which the stream returns.</summary>
    internal IImageFormat Detect(Stream stream)
    {
        IImageFormatDetector[] known;
        lock (gate)
        {
            known = [.. detectors];
        }

        byte[] header = new byte[known.Length == 0 ? 0 : known.Max(d => d.HeaderSize)];
        long start = stream.Position;
        int length = stream.ReadAtLeast(header, header.Length, throwOnEndOfStream: false);
        stream.Position = start;
        foreach (IImageFormatDetector detector in known)
        {
            if (detector.TryDetectFormat(header.AsSpan(0, length), out IImageFormat? format))
            {
                return format;
            }
        }

        string names = string.Join(", ", ImageFormats.Select(f => f.Name));
        throw new UnknownImageFormatException(
            length == 0
                ? "There is no image: the data is empty."
                : $"The data is of no known image format. Known are: {names}.");
    }

    internal IImageFormat? FormatOf(IImageDecoder decoder)
    {
        lock (gate)
        {
            return decoders.FirstOrDefault(pair => pair.Value.GetType() == decoder.GetType()).Key;
        }
    }
}
