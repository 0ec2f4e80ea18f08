using SixLabors.ImageSharp.Memory;
using SixLabors.ImageSharp.PixelFormats;

namespace SixLabors.ImageSharp;

/// <summary>Works on the rows of one image.</summary>
/// <typeparam name="TPixel">The pixel type.</typeparam>
/// <param name="pixelAccessor">The rows, valid during the call.</param>
public delegate void PixelAccessorAction<TPixel>(PixelAccessor<TPixel> pixelAccessor)
    where TPixel : unmanaged, IPixel<TPixel>;

/// <summary>Works on the rows of two images.</summary>
/// <typeparam name="TPixel1">The first image's pixel type.</typeparam>
/// <typeparam name="TPixel2">The second image's pixel type.</typeparam>
/// <param name="pixelAccessor1">The first image's rows, valid during the call.</param>
/// <param name="pixelAccessor2">The second image's rows, valid during the call.</param>
public delegate void PixelAccessorAction<TPixel1, TPixel2>(
    PixelAccessor<TPixel1> pixelAccessor1,
    PixelAccessor<TPixel2> pixelAccessor2)
    where TPixel1 : unmanaged, IPixel<TPixel1>
    where TPixel2 : unmanaged, IPixel<TPixel2>;

/// <summary>An image's rows as spans.</summary>
/// <typeparam name="TPixel">The pixel type.</typeparam>
public readonly ref struct PixelAccessor<TPixel>
    where TPixel : unmanaged, IPixel<TPixel>
{
    private readonly PixelBuffer<TPixel> buffer;

    internal PixelAccessor(PixelBuffer<TPixel> buffer)
    {
        this.buffer = buffer;
    }

    public int Width => buffer.Width;

    public int Height => buffer.Height;

    public Span<TPixel> GetRowSpan(int rowIndex) => buffer.Row(rowIndex);
}
