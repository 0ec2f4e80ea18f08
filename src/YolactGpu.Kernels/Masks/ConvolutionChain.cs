using YolactGpu.Kernels.Convolution;
using YolactGpu.Kernels.Elementwise;

namespace YolactGpu.Kernels.Masks;

/// <summary>One of some convolutions that read each other's output.</summary>
/// <param name="Shape">Sizes for one image.</param>
/// <param name="Activation">Applied last.</param>
public readonly record struct ChainedConvolution(Convolution2DShape Shape, Activation Activation);

/// <summary>
/// Convolutions that read each other's output, at most <see cref="Capacity"/>. Named one by one, because kernels take no arrays. Public
/// because ILGPU emits code that names it.
/// </summary>
/// <param name="Count">How many there are.</param>
/// <param name="First">The first.</param>
/// <param name="Second">The second, where there is one; and so on.</param>
/// <param name="Third">The third.</param>
/// <param name="Fourth">The fourth.</param>
/// <param name="Fifth">The fifth.</param>
/// <param name="Sixth">The sixth.</param>
/// <param name="Seventh">The seventh.</param>
/// <param name="Eighth">The eighth.</param>
public readonly record struct ConvolutionChain(
    int Count,
    ChainedConvolution First,
    ChainedConvolution Second,
    ChainedConvolution Third,
    ChainedConvolution Fourth,
    ChainedConvolution Fifth,
    ChainedConvolution Sixth,
    ChainedConvolution Seventh,
    ChainedConvolution Eighth)
{
    /// <summary>The most convolutions.</summary>
    public const int Capacity = 8;

    /// <summary>Gets the last convolution.</summary>
    public ChainedConvolution Last => this[Count - 1];

    /// <summary>Gets the number of weights of all.</summary>
    public long WeightLength => Sum(layer => layer.Shape.WeightLength);

    /// <summary>Gets the number of output channels of all.</summary>
    public int BiasLength => (int)Sum(layer => layer.Shape.OutputChannels);

    /// <summary>Gets one of the convolutions.</summary>
    public ChainedConvolution this[int index] => index switch
    {
        0 => First,
        1 => Second,
        2 => Third,
        3 => Fourth,
        4 => Fifth,
        5 => Sixth,
        6 => Seventh,
        _ => Eighth,
    };

    /// <summary>Makes a chain of convolutions.</summary>
    public static ConvolutionChain Of(params ReadOnlySpan<ChainedConvolution> layers)
    {
        ArgumentOutOfRangeException.ThrowIfZero(layers.Length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(layers.Length, Capacity);
        Span<ChainedConvolution> all = stackalloc ChainedConvolution[Capacity];
        all.Clear();
        layers.CopyTo(all);
        return new(layers.Length, all[0], all[1], all[2], all[3], all[4], all[5], all[6], all[7]);
    }

    /// <summary>Packs the weights of each convolution, which stand one behind the other.</summary>
    /// <param name="weights">All weights, as stored.</param>
    /// <param name="pack">Packs those of one convolution.</param>
    public float[] PackWeights(ReadOnlySpan<float> weights, Func<ReadOnlySpan<float>, Convolution2DShape, float[]> pack)
    {
        List<float> packed = [];
        for (int i = 0; i < Count; i++)
        {
            Convolution2DShape shape = this[i].Shape;
            packed.AddRange(pack(weights[..(int)shape.WeightLength], shape));
            weights = weights[(int)shape.WeightLength..];
        }

        return [.. packed];
    }

    /// <summary>Adds a number of each convolution up.</summary>
    public long Sum(Func<ChainedConvolution, long> number)
    {
        long sum = 0;
        for (int i = 0; i < Count; i++)
        {
            sum += number(this[i]);
        }

        return sum;
    }

    /// <summary>Throws where the convolutions do not read each other's output.</summary>
    /// <exception cref="ArgumentException">A size makes no sense, or is not what the convolution before gives.</exception>
    public void Check()
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(Count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Count, Capacity);
        for (int i = 0; i < Count; i++)
        {
            Convolution2DShape shape = this[i].Shape;
            Convolution2DShape before = this[Math.Max(i - 1, 0)].Shape;
            shape.Check();
            if (shape.Batch != 1
                || (i > 0 && (shape.InputHeight, shape.InputWidth, shape.InputChannels)
                    != (before.OutputHeight, before.OutputWidth, before.OutputChannels)))
            {
                throw new ArgumentException($"{shape} does not read one image as {before} gives it.");
            }
        }
    }
}
