using System.Numerics;
using System.Runtime.CompilerServices;
using ILGPU;
using ILGPU.Frontend;
using ILGPU.Runtime;
using YolactGpu.Kernels.Convolution;
using YolactGpu.Kernels.Elementwise;

namespace YolactGpu.Kernels.Detection;

/// <summary>
/// What a head's convolution gives for the priors that became detections, on the processor's vectors, for the CPU accelerator: the same
/// function as <see cref="ConvolutionAtPriors"/>, its oracle, one detection per index. Sums begin from the bias, one rounding per
/// multiply-add.
/// </summary>
public sealed unsafe class SimdConvolutionAtPriors : IKernel<SimdConvolutionAtPriors>
{
    private const int VectorsTogether = 4;

    private readonly Action<AcceleratorStream, Index1D, ArrayView<float>, ArrayView<float>, ArrayView<float>, ArrayView<int>,
        ArrayView<float>, ConvolutionAtPriorsShape, Activation> launch;

    private SimdConvolutionAtPriors(Accelerator accelerator) =>
        launch = accelerator.LoadForCpu<ArrayView<float>, ArrayView<float>, ArrayView<float>, ArrayView<int>, ArrayView<float>,
            ConvolutionAtPriorsShape, Activation>(CpuKernel);

    /// <inheritdoc/>
    /// <exception cref="NotSupportedException">The accelerator is not ILGPU's CPU accelerator.</exception>
    public static SimdConvolutionAtPriors Load(Accelerator accelerator) => new(accelerator);

    /// <summary>Queues the sums of one level on <paramref name="stream"/>; it does not wait.</summary>
    /// <exception cref="ArgumentException">As for <see cref="ConvolutionAtPriors.Launch"/>.</exception>
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
        launch(stream, ShapeGuard.Index(shape.DetectionCount, "Detections"), x, weights, bias, priors, y, shape, activation);
    }

    internal static void CpuKernel(
        Index1D index,
        ArrayView<float> x,
        ArrayView<float> weights,
        ArrayView<float> bias,
        ArrayView<int> priors,
        ArrayView<float> y,
        ConvolutionAtPriorsShape shape,
        Activation activation) => ConvolveAt(index.X, x, weights, bias, priors, y, shape, activation);

    [External("convolve_at_prior")]
    private static void ConvolveAt(
        int detection,
        ArrayView<float> x,
        ArrayView<float> weights,
        ArrayView<float> bias,
        ArrayView<int> priors,
        ArrayView<float> y,
        ConvolutionAtPriorsShape shape,
        Activation activation)
    {
        int prior = priors[detection];
        int row = prior - shape.FirstPrior;
        Span<float> sums = CpuMemory.Run(y, detection, shape.Outputs);
        if (prior < 0 && shape.FirstPrior == 0)
        {
            sums.Clear();
        }
        else if (row >= 0 && row < shape.Priors)
        {
            int anchor = row % shape.Anchors;
            if (bias.Length == 0)
            {
                sums.Clear();
            }
            else
            {
                CpuMemory.Run(bias, anchor, shape.Outputs).CopyTo(sums);
            }

            float* own = CpuMemory.Pointer(weights) + ((nint)anchor * shape.Convolution.Taps * shape.Outputs);
            AddTaps(CpuMemory.Pointer(x), own, detection / shape.Detections, row / shape.Anchors, shape.Convolution, sums);
            VectorActivation.Apply(sums, activation);
        }
    }

    private static void AddTaps(float* x, float* weights, int n, int pixel, in Convolution2DShape shape, Span<float> sums)
    {
        int top = (pixel / shape.OutputWidth * shape.Stride) - shape.Padding;
        int left = (pixel % shape.OutputWidth * shape.Stride) - shape.Padding;
        for (int u = 0; u < shape.FilterHeight; u++)
        {
            int i = top + (u * shape.Dilation);
            for (int v = 0; v < shape.FilterWidth; v++)
            {
                int j = left + (v * shape.Dilation);
                if ((uint)i < (uint)shape.InputHeight && (uint)j < (uint)shape.InputWidth)
                {
                    nint from = (((((nint)n * shape.InputHeight) + i) * shape.InputWidth) + j) * shape.InputChannels;
                    AddTap(new ReadOnlySpan<float>(x + from, shape.InputChannels), weights, sums);
                }

                weights += shape.InputChannels * sums.Length;
            }
        }
    }

    /// <summary>sums[m] += Σ over c of pixel[c] · weights[c, m].</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddTap(ReadOnlySpan<float> pixel, float* weights, Span<float> sums)
    {
        int lanes = Vector<float>.Count;
        int outputs = sums.Length;
        int m = 0;
        for (; m <= outputs - (VectorsTogether * lanes); m += VectorsTogether * lanes)
        {
            Span<float> part = sums[m..];
            Vector<float> sum0 = new(part);
            Vector<float> sum1 = new(part[lanes..]);
            Vector<float> sum2 = new(part[(2 * lanes)..]);
            Vector<float> sum3 = new(part[(3 * lanes)..]);
            float* w = weights + m;
            foreach (float value in pixel)
            {
                Vector<float> factor = new(value);
                sum0 = Vector.FusedMultiplyAdd(factor, Vector.Load(w), sum0);
                sum1 = Vector.FusedMultiplyAdd(factor, Vector.Load(w + lanes), sum1);
                sum2 = Vector.FusedMultiplyAdd(factor, Vector.Load(w + (2 * lanes)), sum2);
                sum3 = Vector.FusedMultiplyAdd(factor, Vector.Load(w + (3 * lanes)), sum3);
                w += outputs;
            }

            sum0.CopyTo(part);
            sum1.CopyTo(part[lanes..]);
            sum2.CopyTo(part[(2 * lanes)..]);
            sum3.CopyTo(part[(3 * lanes)..]);
        }

        for (; m < outputs; m++)
        {
            float* w = weights + m;
            foreach (float value in pixel)
            {
                sums[m] = MathF.FusedMultiplyAdd(value, *w, sums[m]);
                w += outputs;
            }
        }
    }
}
