using System.Diagnostics.CodeAnalysis;

namespace SixLabors.ImageSharp.Formats.Png;

/// <summary>Tells PNG by its signature.</summary>
public sealed class PngImageFormatDetector : IImageFormatDetector
{
    public int HeaderSize => Signature.Length;

    internal static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    public bool TryDetectFormat(ReadOnlySpan<byte> header, [NotNullWhen(true)] out IImageFormat? format)
    {
        format = header.StartsWith(Signature) ? PngFormat.Instance : null;
        return format is not null;
    }
}
