using System.Collections;
using SixLabors.ImageSharp.PixelFormats;

namespace SixLabors.ImageSharp;

/// <summary>The frames of an image: one, in the stand-in.</summary>
public abstract class ImageFrameCollection : IEnumerable<ImageFrame>
{
    private protected ImageFrameCollection()
    {
    }

    public abstract int Count { get; }

    public ImageFrame RootFrame => this[0];

    public ImageFrame this[int index] => FrameAt(index);

    IEnumerator<ImageFrame> IEnumerable<ImageFrame>.GetEnumerator()
    {
        return Enumerable.Repeat(RootFrame, Count).GetEnumerator();
    }

    IEnumerator IEnumerable.GetEnumerator() => ((IEnumerable<ImageFrame>)this).GetEnumerator();

    private protected abstract ImageFrame FrameAt(int index);
}

/// <summary>The frames of an image and their pixels.</summary>
/// <typeparam name="TPixel">The pixel type.</typeparam>
public sealed class ImageFrameCollection<TPixel> : ImageFrameCollection, IEnumerable<ImageFrame<TPixel>>
    where TPixel : unmanaged, IPixel<TPixel>
{
    private readonly ImageFrame<TPixel> rootFrame;

    internal ImageFrameCollection(ImageFrame<TPixel> rootFrame)
    {
        this.rootFrame = rootFrame;
    }

    public override int Count => 1;

    public new ImageFrame<TPixel> RootFrame => rootFrame;

    public new ImageFrame<TPixel> this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(index);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
            return rootFrame;
        }
    }

    public IEnumerator<ImageFrame<TPixel>> GetEnumerator()
    {
        yield return rootFrame;
    }

    private protected override ImageFrame FrameAt(int index) => this[index];
}
