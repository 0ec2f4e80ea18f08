using System.Diagnostics.CodeAnalysis;

namespace SixLabors.ImageSharp.Formats.Jpeg;

/// <summary>Tells JPEG by its first marker.</summary>
public sealed class JpegImageFormatDetector : IImageFormatDetector
{
    // More than is looked at: the real package takes nothing shorter for a JPEG either.
    public int HeaderSize => 11;

    public bool TryDetectFormat(ReadOnlySpan<byte> header, [NotNullWhen(true)] out IImageFormat? format)
    {
        ReadOnlySpan<byte> start = [JpegMarker.Prefix, JpegMarker.StartOfImage];
        bool isJpeg = (header.Length >= HeaderSize) && header.StartsWith(start);
        format = isJpeg ? JpegFormat.Instance : null;
        return isJpeg;
    }
}
