using System.Runtime.CompilerServices;
using SixLabors.ImageSharp.PixelFormats;

namespace SixLabors.ImageSharp.Memory;

/// <summary>The pixels of one frame, row after row without gaps.</summary>
/// <typeparam name="TPixel">The pixel type.</typeparam>
internal sealed class PixelBuffer<TPixel>
    where TPixel : unmanaged, IPixel<TPixel>
{
    // The real package allocates larger images in blocks of this size, unless it is told to keep them in one piece.
    private const long SinglePieceLimitInBytes = 4L << 20;

    private PixelBuffer(TPixel[] pixels, int width, int height, bool preferContiguous)
    {
        Pixels = pixels;
        Width = width;
        Height = height;
        IsSinglePiece = preferContiguous || ((pixels.LongLength * Unsafe.SizeOf<TPixel>()) <= SinglePieceLimitInBytes);
    }

    public TPixel[] Pixels { get; }

    public int Width { get; }

    public int Height { get; }

    /// <summary>
    /// Whether callers may be handed the memory as a whole; false exactly where the real package is free to refuse.
    /// </summary>
    public bool IsSinglePiece { get; }

    public static PixelBuffer<TPixel> Clean(Configuration configuration, int width, int height)
    {
        TPixel[] pixels = configuration.MemoryAllocator.AllocateClean<TPixel>(
            (long)width * height, $"An image of {width}x{height} pixels");
        return new PixelBuffer<TPixel>(pixels, width, height, configuration.PreferContiguousImageBuffers);
    }

    public static PixelBuffer<TPixel> Uninitialized(Configuration configuration, int width, int height)
    {
        TPixel[] pixels = configuration.MemoryAllocator.AllocateUninitialized<TPixel>(
            (long)width * height, $"An image of {width}x{height} pixels");
        return new PixelBuffer<TPixel>(pixels, width, height, configuration.PreferContiguousImageBuffers);
    }

    public Span<TPixel> Row(int y)
    {
        if ((uint)y >= (uint)Height)
        {
            throw new ArgumentOutOfRangeException(nameof(y), y, $"The image has {Height} rows.");
        }

        return Pixels.AsSpan(y * Width, Width);
    }

    public ref TPixel At(int x, int y)
    {
        if ((uint)x >= (uint)Width)
        {
            throw new ArgumentOutOfRangeException(nameof(x), x, $"The image has {Width} columns.");
        }

        return ref Row(y)[x];
    }
}
