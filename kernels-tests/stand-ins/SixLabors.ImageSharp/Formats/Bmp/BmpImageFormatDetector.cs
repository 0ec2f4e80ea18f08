using System.Diagnostics.CodeAnalysis;

namespace SixLabors.ImageSharp.Formats.Bmp;

/// <summary>Tells a bitmap by its first two letters.</summary>
public sealed class BmpImageFormatDetector : IImageFormatDetector
{
    public int HeaderSize => Signature.Length;

    internal static ReadOnlySpan<byte> Signature => "BM"u8;

    public bool TryDetectFormat(ReadOnlySpan<byte> header, [NotNullWhen(true)] out IImageFormat? format)
    {
        format = header.StartsWith(Signature) ? BmpFormat.Instance : null;
        return format is not null;
    }
}
