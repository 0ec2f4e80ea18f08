using ILGPU;
using ILGPU.Runtime;
using NUnit.Framework;
using YolactGpu.Kernels.Convolution;
using YolactGpu.Kernels.Elementwise;
using YolactGpu.Tests.Reference;
using YolactGpu.Tests.Support;

namespace YolactGpu.Tests.Kernels.Convolution.Deformable;

/// <summary>Launches a deformable convolution on views of one case; the weights are as a checkpoint holds them.</summary>
public delegate void DeformableLaunch(
    ArrayView<float> x, ArrayView<float> offsetMask, float[] weights, ArrayView<float> bias, ArrayView<float> residual, ArrayView<float> y);

/// <summary>One deformable convolution with random data and offsets up to so many pixels, checked as its ordinary one is.</summary>
public sealed record DeformableCase(ConvolutionCase Convolution, float Reach)
{
    /// <summary>What every kernel must get right: odd sizes, places inside, on the border and far outside of the image.</summary>
    public static IEnumerable<DeformableCase> All { get; } =
    [
        Case(new(1, 1, 1, 1, 1, 1, 1, 1, 0, 1), 0.5f),
        Case(new(1, 1, 1, 3, 5, 3, 3, 1, 1, 1), 1.5f, activation: Activation.Tanh),
        Case(new(2, 5, 7, 4, 33, 3, 3, 1, 1, 1), 1, residual: true, activation: Activation.Relu),
        Case(new(1, 7, 6, 13, 27, 3, 3, 2, 1, 1), 2.5f),
        Case(new(1, 9, 11, 16, 40, 3, 3, 2, 1, 1), 1, bias: false, activation: Activation.LeakyRelu),
        Case(new(1, 8, 9, 32, 21, 3, 3, 1, 2, 2), 8),
        Case(new(2, 7, 5, 48, 64, 3, 3, 1, 1, 1), 2, activation: Activation.Relu),
        Case(new(1, 6, 5, 80, 96, 3, 3, 1, 1, 1), 1, residual: true),
        Case(new(1, 5, 6, 8, 12, 1, 1, 1, 0, 1), 3),
        Case(new(1, 4, 9, 16, 8, 5, 3, 1, 2, 1), 1000),
        Case(new(3, 3, 3, 20, 35, 3, 3, 1, 1, 1), 0),
    ];

    public Convolution2DShape Shape => Convolution.Shape;

    /// <summary>The offsets and masks of the case: offsets within ± <see cref="Reach"/>, masks before their sigmoid within ±4.</summary>
    public float[] OffsetMask()
    {
        int taps = Shape.FilterHeight * Shape.FilterWidth;
        float[] values = RandomData.Floats((int)Shape.OutputPixels * 3 * taps, seed: 5, -1, 1);
        return [.. values.Select((value, i) => value * (i % (3 * taps) < 2 * taps ? Reach : 4))];
    }

    /// <summary>Makes data, launches, checks every output against the reference and gives y.</summary>
    public float[] Check(Accelerator accelerator, DeformableLaunch launch)
    {
        float[] x = RandomData.Floats((int)Shape.InputLength, seed: 1);
        float[] weights = RandomData.Floats((int)Shape.WeightLength, seed: 2);
        float[]? bias = Convolution.HasBias ? RandomData.Floats(Shape.OutputChannels, seed: 3) : null;
        float[]? residual = Convolution.HasResidual ? RandomData.Floats((int)Shape.OutputLength, seed: 4, -9, 9) : null;

        float[] y = Run(accelerator, launch, x, OffsetMask(), weights, bias, residual);

        DeformableConvolution2DReference reference = new() { Convolution = Convolution.Reference() };
        (double[] sums, double[] magnitudes) = reference.Compute(x, OffsetMask(), weights, bias, residual);

        // What a place loses to rounding, and so each neighbour's weight, is 2⁻²⁴ of its size.
        double places = 2 * (Reach + Shape.InputHeight + Shape.InputWidth);
        for (int i = 0; i < y.Length; i++)
        {
            double expected = Convolution.Activate(sums[i]);
            double tolerance = Convolution.Tolerance(magnitudes[i]) + (places * Math.Pow(2, -24) * magnitudes[i]) + (1e-6 * Math.Abs(expected));
            Assert.That(y[i], Is.EqualTo(expected).Within(tolerance), $"y[{i}]");
        }

        return y;
    }

    /// <summary>Launches on this data and gives y, having checked that nothing else was written.</summary>
    public float[] Run(
        Accelerator accelerator, DeformableLaunch launch, float[] x, float[] offsetMask, float[] weights, float[]? bias, float[]? residual)
    {
        using MemoryBuffer1D<float, Stride1D.Dense> offsetBuffer = ConvolutionCase.Guarded(accelerator, offsetMask);
        return Convolution.Run(
            accelerator,
            (xView, w, biasView, residualView, y) => launch(xView, ConvolutionCase.Inside(offsetBuffer), w, biasView, residualView, y),
            x,
            weights,
            bias,
            residual);
    }

    public override string ToString() => $"{Convolution} offsets to {Reach}";

    private static DeformableCase Case(
        Convolution2DShape shape, float reach, bool bias = true, bool residual = false, Activation activation = Activation.None) =>
        new(new ConvolutionCase(shape, bias, residual, activation), reach);
}
