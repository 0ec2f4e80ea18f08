using ILGPU;
using ILGPU.Runtime;
using YolactGpu.Kernels.Convolution;
using YolactGpu.Kernels.Elementwise;

namespace YolactGpu.Kernels.Detection;

/// <summary>Sizes of a head's convolution over one level of the pyramid, of which only the rows of some priors are wanted.</summary>
/// <param name="Convolution">The convolution over the whole level, with its A·M output channels.</param>
/// <param name="Anchors">A: priors per pixel.</param>
/// <param name="FirstPrior">First prior of the level; those of the level stand together.</param>
/// <param name="Detections">D: detections per image.</param>
public readonly record struct ConvolutionAtPriorsShape(Convolution2DShape Convolution, int Anchors, int FirstPrior, int Detections)
{
    /// <summary>Gets M: numbers per prior.</summary>
    public int Outputs => Convolution.OutputChannels / Anchors;

    /// <summary>Gets the priors of the level.</summary>
    public int Priors => Convolution.OutputHeight * Convolution.OutputWidth * Anchors;

    /// <summary>Gets the number of detections of the whole batch: N·D.</summary>
    public long DetectionCount => (long)Convolution.Batch * Detections;

    /// <summary>Gets the number of elements of y: N·D·M.</summary>
    public long OutputLength => DetectionCount * Outputs;

    internal void Check(
        ArrayView<float> x, ArrayView<float> weights, ArrayView<float> bias, ArrayView<int> priors, ArrayView<float> y)
    {
        Convolution.Check();
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(Anchors);
        ArgumentOutOfRangeException.ThrowIfNegative(FirstPrior);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(Detections);
        ArgumentOutOfRangeException.ThrowIfNotEqual(Outputs * Anchors, Convolution.OutputChannels);
        ShapeGuard.HasLength(x, Convolution.InputLength);
        ShapeGuard.HasLength(weights, Convolution.WeightLength);
        ShapeGuard.HasLengthOrIsEmpty(bias, Convolution.OutputChannels);
        ShapeGuard.HasLength(priors, DetectionCount);
        ShapeGuard.HasLength(y, OutputLength);
    }
}

/// <summary>
/// What a head's convolution gives for the priors that became detections, and for no others; the plain kernel, which runs everywhere.
/// <para>y[n, d, m] = row p − firstPrior of the convolution's output [N, OH·OW·A, M], see <see cref="Convolution2D"/>, where p =
/// priors[n, d] is of this level; f is the activation. Rows of priors of other levels are left to the launches for those levels; that of an
/// absent detection, prior −1, becomes 0 in the launch for the level whose first prior is 0.</para>
/// <para>x: [N, H, W, C]. weights: [A, FH, FW, C, M] (see <see cref="PackWeights"/>). bias: [A·M] or empty. priors: [N, D] int.
/// y: [N, D, M]. All but priors float, contiguous.</para>
/// <para>Summed in float32 in the order u, v, c; relative error of order (number of taps)·2⁻²⁴ of Σ|x·w|.</para>
/// </summary>
public sealed class ConvolutionAtPriors : IKernel<ConvolutionAtPriors>
{
    /// <summary>Name of the layout of packed weights, with the number of anchors behind it.</summary>
    public const string WeightLayout = "[A, FH, FW, C, M] of anchors";

    private readonly Action<AcceleratorStream, Index1D, ArrayView<float>, ArrayView<float>, ArrayView<float>, ArrayView<int>,
        ArrayView<float>, ConvolutionAtPriorsShape, Activation, int> launch;

    private readonly Grain grain;

    private ConvolutionAtPriors(Accelerator accelerator)
    {
        launch = accelerator.LoadIndexed<ArrayView<float>, ArrayView<float>, ArrayView<float>, ArrayView<int>, ArrayView<float>,
            ConvolutionAtPriorsShape, Activation, int>(Kernel);
        grain = new Grain(accelerator);
    }

    /// <inheritdoc/>
    public static ConvolutionAtPriors Load(Accelerator accelerator) => new(accelerator);

    /// <summary>Reorders weights from the checkpoint's [A·M, C, FH, FW] to [A, FH, FW, C, M]: those of an anchor together.</summary>
    /// <param name="weights">As stored.</param>
    /// <param name="shape">The convolution.</param>
    /// <param name="anchors">A.</param>
    public static float[] PackWeights(ReadOnlySpan<float> weights, Convolution2DShape shape, int anchors)
    {
        Convolution2DShape one = shape with { OutputChannels = shape.OutputChannels / anchors };
        int length = (int)one.WeightLength;
        float[] packed = new float[weights.Length];
        for (int anchor = 0; anchor < anchors; anchor++)
        {
            Convolution2D.PackWeights(weights.Slice(anchor * length, length), one).CopyTo(packed, anchor * length);
        }

        return packed;
    }

    /// <summary>Queues the sums of one level on <paramref name="stream"/>; it does not wait.</summary>
    /// <exception cref="ArgumentException">The shape makes no sense, or a view's length is not what it says.</exception>
    public void Launch(
        AcceleratorStream stream,
        ArrayView<float> x,
        ArrayView<float> weights,
        ArrayView<float> bias,
        ArrayView<int> priors,
        ArrayView<float> y,
        ConvolutionAtPriorsShape shape,
        Activation activation)
    {
        shape.Check(x, weights, bias, priors, y);

        int outputsPerIndex = grain.Divide(shape.Outputs);
        int count = ShapeGuard.Index(shape.OutputLength / outputsPerIndex, "Outputs");
        launch(stream, count, x, weights, bias, priors, y, shape, activation, outputsPerIndex);
    }

    internal static void Kernel(
        Index1D index,
        ArrayView<float> x,
        ArrayView<float> weights,
        ArrayView<float> bias,
        ArrayView<int> priors,
        ArrayView<float> y,
        ConvolutionAtPriorsShape shape,
        Activation activation,
        int outputsPerIndex)
    {
        int first = index.X * outputsPerIndex;
        int detection = first / shape.Outputs;
        int prior = priors[detection];
        int row = prior - shape.FirstPrior;
        bool isAbsent = prior < 0 && shape.FirstPrior == 0;
        if (!isAbsent && (row < 0 || row >= shape.Priors))
        {
            return;
        }

        for (int at = first; at < first + outputsPerIndex; at++)
        {
            int m = at - (detection * shape.Outputs);
            y[at] = isAbsent ? 0 : ActivationFunction.Apply(Sum(x, weights, bias, shape, detection / shape.Detections, row, m), activation);
        }
    }

    private static float Sum(
        ArrayView<float> x, ArrayView<float> weights, ArrayView<float> bias, ConvolutionAtPriorsShape shape, int n, int row, int m)
    {
        Convolution2DShape convolution = shape.Convolution;
        int anchor = row % shape.Anchors;
        int pixel = row / shape.Anchors;
        int top = (pixel / convolution.OutputWidth * convolution.Stride) - convolution.Padding;
        int left = (pixel % convolution.OutputWidth * convolution.Stride) - convolution.Padding;
        float sum = 0;
        for (int tap = 0; tap < convolution.FilterHeight * convolution.FilterWidth; tap++)
        {
            int i = top + (tap / convolution.FilterWidth * convolution.Dilation);
            int j = left + (tap % convolution.FilterWidth * convolution.Dilation);
            if (i < 0 || i >= convolution.InputHeight || j < 0 || j >= convolution.InputWidth)
            {
                continue;
            }

            int xAt = ((((n * convolution.InputHeight) + i) * convolution.InputWidth) + j) * convolution.InputChannels;
            int wAt = (((anchor * convolution.Taps) + (tap * convolution.InputChannels)) * shape.Outputs) + m;
            for (int c = 0; c < convolution.InputChannels; c++)
            {
                sum += x[xAt + c] * weights[wAt + (c * shape.Outputs)];
            }
        }

        return bias.Length != 0 ? sum + bias[(anchor * shape.Outputs) + m] : sum;
    }
}
