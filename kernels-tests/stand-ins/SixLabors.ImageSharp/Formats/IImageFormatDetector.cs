using System.Diagnostics.CodeAnalysis;

namespace SixLabors.ImageSharp.Formats;

/// <summary>Tells a format by a file's first bytes.</summary>
public interface IImageFormatDetector
{
    int HeaderSize { get; }

    bool TryDetectFormat(ReadOnlySpan<byte> header, [NotNullWhen(true)] out IImageFormat? format);
}
