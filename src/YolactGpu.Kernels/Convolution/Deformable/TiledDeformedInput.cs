using ILGPU;
using YolactGpu.Kernels.Convolution.Tiled;

namespace YolactGpu.Kernels.Convolution.Deformable;

/// <summary>
/// The input of a deformable convolution for the tiled kernels: 4 channels blended from four neighbours on their way into shared
/// memory. What a tap reads is found when the walk comes to it, and kept for all its channels.
/// </summary>
internal struct TiledDeformedInput : ITiledInput
{
    private InputWalk walk;
    private int pixel0;
    private int pixel1;
    private DeformedSample sample0;
    private DeformedSample sample1;

    /// <inheritdoc/>
    public void Start(ArrayView<float> offsetMask, int term, int pixel0, int pixel1, TiledShape shape)
    {
        walk = InputWalk.At(term, shape);
        this.pixel0 = pixel0;
        this.pixel1 = pixel1;
        sample0 = SampleOf(offsetMask, pixel0, walk, shape);
        sample1 = SampleOf(offsetMask, pixel1, walk, shape);
    }

    /// <inheritdoc/>
    public void Advance(ArrayView<float> offsetMask, int terms, bool hasTwo, TiledShape shape)
    {
        if (walk.Advance(terms, shape))
        {
            sample0 = SampleOf(offsetMask, pixel0, walk, shape);
            if (hasTwo)
            {
                sample1 = SampleOf(offsetMask, pixel1, walk, shape);
            }
        }
    }

    /// <inheritdoc/>
    public readonly Float4 Load0(ArrayView<float> x, TiledShape shape) => Blend(x, sample0, walk.Channel, shape);

    /// <inheritdoc/>
    public readonly Float4 Load1(ArrayView<float> x, TiledShape shape) => Blend(x, sample1, walk.Channel, shape);

    private static DeformedSample SampleOf(ArrayView<float> offsetMask, int pixel, InputWalk walk, TiledShape shape)
    {
        if (pixel < shape.Pixels && walk.Row < shape.Convolution.FilterHeight)
        {
            OutputPixel output = OutputPixel.At(pixel, shape.OutputHeight, shape.OutputWidth);
            return DeformedSample.Load(offsetMask, pixel, output, walk.Row, walk.Column, shape.Convolution);
        }

        return DeformedSample.Nothing();
    }

    private static Float4 Blend(ArrayView<float> x, DeformedSample sample, int channel, TiledShape shape)
    {
        Float4 sum = default;
        Add(ref sum, x, sample.TopLeft, sample.TopLeftWeight, channel, shape);
        Add(ref sum, x, sample.TopRight, sample.TopRightWeight, channel, shape);
        Add(ref sum, x, sample.BottomLeft, sample.BottomLeftWeight, channel, shape);
        Add(ref sum, x, sample.BottomRight, sample.BottomRightWeight, channel, shape);
        return sum;
    }

    private static void Add(ref Float4 sum, ArrayView<float> x, int pixel, float weight, int channel, TiledShape shape)
    {
        int index = pixel < 0 ? -1 : (pixel * shape.Convolution.InputChannels) + channel;
        Float4 quad = InputQuad.Load(x, index, channel, shape);
        sum.X += quad.X * weight;
        sum.Y += quad.Y * weight;
        sum.Z += quad.Z * weight;
        sum.W += quad.W * weight;
    }
}
