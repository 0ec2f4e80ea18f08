using ILGPU;
using ILGPU.Runtime;
using YolactGpu.Kernels.Elementwise;

namespace YolactGpu.Kernels.Convolution;

/// <summary>Which views of a plain kernel hold halves, two to a float: 1 or 0 each. See <see cref="ConvolutionStorage"/>.</summary>
/// <param name="Input">Of x.</param>
/// <param name="Residual">Of the residual.</param>
/// <param name="Output">Of y.</param>
public readonly record struct HalfViews(int Input, int Residual, int Output);

/// <summary>
/// 2-D convolution in FP16 with float32 sums, the plain kernel: the oracle of the tensor cores; runs everywhere, with FP16 in hardware or
/// without.
/// <para>The function of <see cref="Convolution2D"/>, x and the weights rounded to FP16 first and, where y is stored as halves, y last.</para>
/// <para>x: [N, H, W, C]. w: [FH, FW, C, K] (see <see cref="PackWeights"/>). bias: [K] float or empty. residual: as y, or empty.
/// y: [N, OH, OW, K]. x, residual and y are each float or, as <see cref="ConvolutionStorage"/> says, halves.</para>
/// <para>Products of halves are exact; summed in float32 in the order u, v, c. Error against float32: 2⁻¹¹ of Σ|x·w| for each factor, and of
/// y for storing it.</para>
/// </summary>
public sealed class HalfConvolution2D : IKernel<HalfConvolution2D>
{
    private readonly Action<AcceleratorStream, Index1D, ArrayView<float>, ArrayView<float>, ArrayView<float>,
        ArrayView<float>, ArrayView<float>, Convolution2DShape, Activation, HalfViews, int> launch;

    private readonly Grain grain;

    private HalfConvolution2D(Accelerator accelerator)
    {
        launch = accelerator.LoadIndexed<ArrayView<float>, ArrayView<float>, ArrayView<float>, ArrayView<float>,
            ArrayView<float>, Convolution2DShape, Activation, HalfViews, int>(Kernel);
        grain = new Grain(accelerator);
    }

    /// <inheritdoc/>
    public static HalfConvolution2D Load(Accelerator accelerator) => new(accelerator);

    /// <summary>Reorders weights as <see cref="Convolution2D.PackWeights"/> does, and rounds them to FP16.</summary>
    public static float[] PackWeights(ReadOnlySpan<float> weights, Convolution2DShape shape)
    {
        float[] packed = Convolution2D.PackWeights(weights, shape);
        for (int i = 0; i < packed.Length; i++)
        {
            packed[i] = (float)(System.Half)packed[i];
        }

        return packed;
    }

    /// <summary>Queues the convolution on <paramref name="stream"/>; it does not wait.</summary>
    /// <exception cref="ArgumentException">The shape makes no sense, or a view's length is not what it says.</exception>
    public void Launch(
        AcceleratorStream stream,
        ArrayView<float> x,
        ArrayView<float> weights,
        ArrayView<float> bias,
        ArrayView<float> residual,
        ArrayView<float> y,
        Convolution2DShape shape,
        Activation activation,
        ConvolutionStorage storage)
    {
        shape.Check();
        storage.Check(shape);
        ShapeGuard.HasLength(x, storage.InputLength(shape));
        ShapeGuard.HasLength(weights, shape.WeightLength);
        ShapeGuard.HasLengthOrIsEmpty(bias, shape.OutputChannels);
        ShapeGuard.HasLengthOrIsEmpty(residual, storage.ResidualLength(shape));
        ShapeGuard.HasLength(y, storage.OutputLength(shape));

        int channelsPerIndex = grain.Divide(shape.OutputChannels);
        int count = ShapeGuard.Index(shape.OutputLength / channelsPerIndex, "Outputs");
        HalfViews halves = new(storage.HalfInput ? 1 : 0, storage.HalfResidual ? 1 : 0, storage.HalfOutput ? 1 : 0);
        launch(stream, count, x, weights, bias, residual, y, shape, activation, halves, channelsPerIndex);
    }

    internal static void Kernel(
        Index1D index,
        ArrayView<float> x,
        ArrayView<float> weights,
        ArrayView<float> bias,
        ArrayView<float> residual,
        ArrayView<float> y,
        Convolution2DShape shape,
        Activation activation,
        HalfViews halves,
        int channelsPerIndex)
    {
        int parts = shape.OutputChannels / channelsPerIndex;
        int firstChannel = index.X % parts * channelsPerIndex;
        int pixel = index.X / parts;
        for (int k = firstChannel; k < firstChannel + channelsPerIndex; k++)
        {
            float sum = Sum(x, weights, shape, halves.Input, pixel, k);
            int at = (pixel * shape.OutputChannels) + k;
            if (bias.Length != 0)
            {
                sum += bias[k];
            }

            if (residual.Length != 0)
            {
                sum += HalfBits.Load(residual, at, halves.Residual);
            }

            HalfBits.Store(y, at, ActivationFunction.Apply(sum, activation), halves.Output);
        }
    }

    private static float Sum(
        ArrayView<float> x, ArrayView<float> weights, Convolution2DShape shape, int isHalf, int pixel, int channel)
    {
        int top = (pixel / shape.OutputWidth % shape.OutputHeight * shape.Stride) - shape.Padding;
        int left = (pixel % shape.OutputWidth * shape.Stride) - shape.Padding;
        int firstRow = pixel / (shape.OutputWidth * shape.OutputHeight) * shape.InputHeight;
        float sum = 0;
        for (int tap = 0; tap < shape.FilterHeight * shape.FilterWidth; tap++)
        {
            int i = top + (tap / shape.FilterWidth * shape.Dilation);
            int j = left + (tap % shape.FilterWidth * shape.Dilation);
            if (i >= 0 && i < shape.InputHeight && j >= 0 && j < shape.InputWidth)
            {
                int xAt = (((firstRow + i) * shape.InputWidth) + j) * shape.InputChannels;
                int wAt = (tap * shape.InputChannels * shape.OutputChannels) + channel;
                for (int c = 0; c < shape.InputChannels; c++)
                {
                    float value = HalfBits.Load(x, xAt + c, isHalf);
                    sum += (isHalf != 0 ? value : HalfBits.Round(value)) * weights[wAt + (c * shape.OutputChannels)];
                }
            }
        }

        return sum;
    }
}
