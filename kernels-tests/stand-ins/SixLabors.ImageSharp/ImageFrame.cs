using System.Runtime.InteropServices;
using SixLabors.ImageSharp.Memory;
using SixLabors.ImageSharp.PixelFormats;

namespace SixLabors.ImageSharp;

/// <summary>One frame of an image; the stand-in's images have exactly one.</summary>
public abstract class ImageFrame
{
    private protected ImageFrame(Configuration configuration)
    {
        Configuration = configuration;
    }

    public Configuration Configuration { get; }

    public abstract int Width { get; }

    public abstract int Height { get; }

    public Size Size() => new(Width, Height);

    public Rectangle Bounds() => new(0, 0, Width, Height);
}

/// <summary>One frame and its pixels.</summary>
/// <typeparam name="TPixel">The pixel type.</typeparam>
public sealed class ImageFrame<TPixel> : ImageFrame
    where TPixel : unmanaged, IPixel<TPixel>
{
    internal ImageFrame(Configuration configuration, PixelBuffer<TPixel> buffer)
        : base(configuration)
    {
        Buffer = buffer;
    }

    public override int Width => Buffer.Width;

    public override int Height => Buffer.Height;

    /// <summary>Replaced as a whole by processing that changes the image's size.</summary>
    internal PixelBuffer<TPixel> Buffer { get; set; }

    public TPixel this[int x, int y]
    {
        get => Buffer.At(x, y);
        set => Buffer.At(x, y) = value;
    }

    public void ProcessPixelRows(PixelAccessorAction<TPixel> processPixels)
    {
        ArgumentNullException.ThrowIfNull(processPixels);
        processPixels(new PixelAccessor<TPixel>(Buffer));
    }

    public void CopyPixelDataTo(Span<TPixel> destination)
    {
        if (destination.Length < Buffer.Pixels.Length)
        {
            throw new ArgumentOutOfRangeException(
                nameof(destination),
                $"It holds {destination.Length} pixels; the image has {Buffer.Pixels.Length}.");
        }

        Buffer.Pixels.CopyTo(destination);
    }

    public void CopyPixelDataTo(Span<byte> destination) =>
        CopyPixelDataTo(MemoryMarshal.Cast<byte, TPixel>(destination));

    public bool DangerousTryGetSinglePixelMemory(out Memory<TPixel> memory)
    {
        memory = Buffer.IsSinglePiece ? Buffer.Pixels : default;
        return Buffer.IsSinglePiece;
    }

    public override string ToString() => $"ImageFrame<{typeof(TPixel).Name}>({Width}x{Height})";
}
