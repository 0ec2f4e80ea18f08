using System.Diagnostics.CodeAnalysis;

namespace SixLabors.ImageSharp.Formats.Jpeg;

/// <summary>Tells JPEG by its first marker.</summary>
public sealed class JpegImageFormatDetector : IImageFormatDetector
{
    // More than is looked at: the real package takes nothing shorter for a JPEG either.
    public int HeaderSize => 11;

    public bool TryDetectFormat(ReadOnlySpan<byte> header, [NotNullWhen(true)] out IImageFormat? format)
    {
        bool isJpeg = (header.Length >= HeaderSize) && (header[0] == JpegMarker.Prefix) && (header[1] == JpegMarker.StartOfImage);
        format = isJpeg ? JpegFormat.Instance : null;
        return isJpeg;
    }
}
