using System.Runtime.CompilerServices;
using SixLabors.ImageSharp.Formats;
using SixLabors.ImageSharp.Memory;
using SixLabors.ImageSharp.Metadata;
using SixLabors.ImageSharp.PixelFormats;
using SixLabors.ImageSharp.Processing;

namespace SixLabors.ImageSharp;

/// <summary>An image in memory.</summary>
/// <typeparam name="TPixel">The pixel type.</typeparam>
public sealed class Image<TPixel> : Image
    where TPixel : unmanaged, IPixel<TPixel>
{
    private readonly ImageFrameCollection<TPixel> frames;

    public Image(int width, int height)
        : this(Configuration.Default, width, height)
    {
    }

    public Image(Configuration configuration, int width, int height)
        : this(
            configuration,
            PixelBuffer<TPixel>.Clean(configuration, Positive(width), Positive(height)),
            new ImageMetadata())
    {
    }

    public Image(int width, int height, TPixel backgroundColor)
        : this(Configuration.Default, width, height, backgroundColor)
    {
    }

    public Image(Configuration configuration, int width, int height, TPixel backgroundColor)
        : this(
            configuration,
            PixelBuffer<TPixel>.Uninitialized(configuration, Positive(width), Positive(height)),
            new ImageMetadata())
    {
        Buffer.Pixels.AsSpan().Fill(backgroundColor);
    }

    internal Image(Configuration configuration, PixelBuffer<TPixel> buffer, ImageMetadata metadata)
        : base(configuration, new PixelTypeInfo(Unsafe.SizeOf<TPixel>() * 8), metadata)
    {
        frames = new ImageFrameCollection<TPixel>(new ImageFrame<TPixel>(configuration, buffer));
    }

    // Sizes stay readable after Dispose, pixels do not.
    public override Size Size => frames.RootFrame.Size();

    public new ImageFrameCollection<TPixel> Frames
    {
        get
        {
            EnsureNotDisposed();
            return frames;
        }
    }

    private protected override ImageFrameCollection FrameCollection => Frames;

    private PixelBuffer<TPixel> Buffer => Frames.RootFrame.Buffer;

    public TPixel this[int x, int y]
    {
        get => Buffer.At(x, y);
        set => Buffer.At(x, y) = value;
    }

    public void ProcessPixelRows(PixelAccessorAction<TPixel> processPixels) =>
        Frames.RootFrame.ProcessPixelRows(processPixels);

    public void ProcessPixelRows<TPixel2>(Image<TPixel2> image2, PixelAccessorAction<TPixel, TPixel2> processPixels)
        where TPixel2 : unmanaged, IPixel<TPixel2>
    {
        ArgumentNullException.ThrowIfNull(image2);
        ArgumentNullException.ThrowIfNull(processPixels);
        processPixels(new PixelAccessor<TPixel>(Buffer), new PixelAccessor<TPixel2>(image2.Buffer));
    }

    public void CopyPixelDataTo(Span<TPixel> destination) => Frames.RootFrame.CopyPixelDataTo(destination);

    public void CopyPixelDataTo(Span<byte> destination) => Frames.RootFrame.CopyPixelDataTo(destination);

    public bool DangerousTryGetSinglePixelMemory(out Memory<TPixel> memory)
    {
        return Frames.RootFrame.DangerousTryGetSinglePixelMemory(out memory);
    }

    public Image<TPixel> Clone() => Clone(Configuration);

    public Image<TPixel> Clone(Configuration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        PixelBuffer<TPixel> copy = PixelBuffer<TPixel>.Uninitialized(configuration, Buffer.Width, Buffer.Height);
        Buffer.Pixels.CopyTo(copy.Pixels, 0);
        return new Image<TPixel>(configuration, copy, Metadata.DeepClone());
    }

    public override Image<TPixel2> CloneAs<TPixel2>(Configuration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        PixelBuffer<TPixel> source = Buffer;
        PixelBuffer<TPixel2> copy = PixelBuffer<TPixel2>.Uninitialized(configuration, source.Width, source.Height);
        Rgba32 colour = default;
        for (int i = 0; i < copy.Pixels.Length; i++)
        {
            source.Pixels[i].ToRgba32(ref colour);
            copy.Pixels[i].FromRgba32(colour);
        }

        return new Image<TPixel2>(configuration, copy, Metadata.DeepClone());
    }

    public override string ToString() => $"Image<{typeof(TPixel).Name}>: {Width}x{Height}";

    internal override IImageProcessingContext CreateProcessingContext() => new ImageProcessingContext<TPixel>(this);

    internal override Image CloneUntyped() => Clone();

    private protected override void Encode(Stream stream, IImageEncoder encoder) => encoder.Encode(this, stream);

    private protected override Task EncodeAsync(
        Stream stream, IImageEncoder encoder, CancellationToken cancellationToken)
    {
        return encoder.EncodeAsync(this, stream, cancellationToken);
    }

    private static int Positive(int length, [CallerArgumentExpression(nameof(length))] string name = "")
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(length, name);
        return length;
    }
}
