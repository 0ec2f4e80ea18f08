using SixLabors.ImageSharp.Formats;
using SixLabors.ImageSharp.Metadata;
using SixLabors.ImageSharp.PixelFormats;
using SixLabors.ImageSharp.Processing;

namespace SixLabors.ImageSharp;

/// <summary>An image whose pixel type is not known at compile time.</summary>
public abstract partial class Image : IDisposable
{
    private bool isDisposed;

    private protected Image(Configuration configuration, PixelTypeInfo pixelType, ImageMetadata metadata)
    {
        Configuration = configuration;
        PixelType = pixelType;
        Metadata = metadata;
    }

    public Configuration Configuration { get; }

    public PixelTypeInfo PixelType { get; }

    public ImageMetadata Metadata { get; }

    public abstract Size Size { get; }

    public int Width => Size.Width;

    public int Height => Size.Height;

    public Rectangle Bounds => new(0, 0, Width, Height);

    public ImageFrameCollection Frames => FrameCollection;

    private protected abstract ImageFrameCollection FrameCollection { get; }

    public void Dispose()
    {
        isDisposed = true;
        GC.SuppressFinalize(this);
    }

    public void Save(Stream stream, IImageEncoder encoder)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(encoder);
        EnsureNotDisposed();
        Encode(stream, encoder);
    }

    public Task SaveAsync(Stream stream, IImageEncoder encoder, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(encoder);
        EnsureNotDisposed();
        return EncodeAsync(stream, encoder, cancellationToken);
    }

    public Image<TPixel2> CloneAs<TPixel2>()
        where TPixel2 : unmanaged, IPixel<TPixel2>
    {
        return CloneAs<TPixel2>(Configuration);
    }

    public abstract Image<TPixel2> CloneAs<TPixel2>(Configuration configuration)
        where TPixel2 : unmanaged, IPixel<TPixel2>;

    /// <summary>What works on this image inside Mutate.</summary>
    internal abstract IImageProcessingContext CreateProcessingContext();

    /// <summary>A copy of the pixel type that this image has.</summary>
    internal abstract Image CloneUntyped();

    internal void EnsureNotDisposed()
    {
        ObjectDisposedException.ThrowIf(isDisposed, this);
    }

    private protected abstract void Encode(Stream stream, IImageEncoder encoder);

    private protected abstract Task EncodeAsync(
        Stream stream, IImageEncoder encoder, CancellationToken cancellationToken);
}
