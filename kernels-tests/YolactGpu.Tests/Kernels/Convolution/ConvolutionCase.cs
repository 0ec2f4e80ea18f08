using ILGPU;
using ILGPU.Runtime;
using NUnit.Framework;
using YolactGpu.Kernels.Convolution;
using YolactGpu.Kernels.Elementwise;
using YolactGpu.Tests.Reference;
using YolactGpu.Tests.Support;

namespace YolactGpu.Tests.Kernels.Convolution;

/// <summary>Launches a convolution on views of one case; the weights are as a checkpoint holds them.</summary>
public delegate void ConvolutionLaunch(
    ArrayView<float> x, float[] weights, ArrayView<float> bias, ArrayView<float> residual, ArrayView<float> y);

/// <summary>
/// One convolution with random data. All tensors stand at odd places between guards of NaN, so that a kernel that reads
/// beyond its input shows in the result; y is poisoned and must stay so around its own elements.
/// </summary>
public sealed record ConvolutionCase(Convolution2DShape Shape, bool HasBias, bool HasResidual, Activation Activation)
{
    private const int Guard = 37;

    /// <summary>What every convolution kernel must get right: odd sizes first.</summary>
    public static IEnumerable<ConvolutionCase> All { get; } =
    [
        Case(1, 1, 1, 1, 1, 1),
        Case(1, 1, 1, 5, 3, 1, activation: Activation.Tanh),
        Case(1, 3, 1, 2, 33, 3, padding: 1),
        Case(2, 5, 7, 3, 5, 3, stride: 2, padding: 1, residual: true, activation: Activation.LeakyRelu),
        Case(1, 7, 5, 3, 12, 7, stride: 2, padding: 3, activation: Activation.Relu),
        Case(1, 37, 29, 3, 64, 7, stride: 2, padding: 3, activation: Activation.Relu),
        Case(2, 9, 31, 3, 32, 3, padding: 1, activation: Activation.LeakyRelu),
        Case(1, 8, 9, 3, 17, 3, dilation: 2, padding: 2),
        Case(3, 17, 15, 1, 8, 3, stride: 2, activation: Activation.Relu),
        Case(2, 7, 31, 1, 33, 3, padding: 1, residual: true),
        Case(1, 6, 7, 1, 5, 3, dilation: 2, padding: 2),
        Case(2, 9, 11, 8, 16, 3, stride: 2, activation: Activation.Relu),
        Case(1, 6, 5, 3, 7, 3, stride: 3),
        Case(2, 12, 23, 16, 27, 3, stride: 2, padding: 1),
        Case(3, 5, 17, 7, 3, 3, padding: 1, residual: true, activation: Activation.Relu),
        Case(2, 4, 31, 40, 32, 1, residual: true, activation: Activation.Tanh),
        Case(70, 3, 12, 2, 1, 3, activation: Activation.Relu),
        Case(2, 9, 12, 5, 17, 5, padding: 2, activation: Activation.Sigmoid),
        Case(1, 9, 9, 12, 21, 3, padding: 1, bias: false, activation: Activation.Sigmoid),
        Case(1, 13, 11, 21, 31, 3, stride: 2, padding: 1, activation: Activation.Tanh),
        Case(2, 5, 5, 33, 47, 1, residual: true, activation: Activation.Relu),
        Case(1, 5, 5, 243, 96, 3, padding: 1),
        Case(1, 17, 19, 16, 243, 3, padding: 1),
        Case(2, 9, 7, 48, 96, 3, stride: 2, padding: 1, residual: true, activation: Activation.Relu),
        Case(1, 11, 13, 32, 40, 3, dilation: 2, padding: 2, activation: Activation.Relu),
        Case(1, 12, 10, 32, 33, 3, stride: 2, dilation: 3, padding: 4, bias: false, residual: true),
        Case(1, 23, 5, 64, 351, 1, activation: Activation.Sigmoid),
        Case(2, 19, 18, 64, 64, 1, stride: 2, bias: false),
        Case(1, 9, 9, 160, 64, 3, padding: 1, activation: Activation.Relu),
        Case(1, 6, 9, 96, 160, 5, padding: 2, residual: true),
        Case(3, 4, 3, 704, 64, 1, residual: true, activation: Activation.Relu),
        Case(1, 3, 3, 16, 32, 3, padding: 4),
    ];

    /// <summary>Makes data, launches, checks every output against the reference and gives y.</summary>
    /// <param name="accelerator">The device.</param>
    /// <param name="launch">The kernel.</param>
    /// <param name="looseness">
    /// How many times the error of the plain sum the algorithm may make. Over 1, of the largest sum: such an algorithm
    /// lets neighbouring outputs share their errors.
    /// </param>
    public float[] Check(Accelerator accelerator, ConvolutionLaunch launch, double looseness = 1)
    {
        float[] x = RandomData.Floats((int)Shape.InputLength, seed: 1);
        float[] weights = RandomData.Floats((int)Shape.WeightLength, seed: 2);
        float[]? bias = HasBias ? RandomData.Floats(Shape.OutputChannels, seed: 3) : null;
        float[]? residual = HasResidual ? RandomData.Floats((int)Shape.OutputLength, seed: 4, -9, 9) : null;

        float[] y = Run(accelerator, launch, x, weights, bias, residual);

        (double[] sums, double[] magnitudes) = Reference().Compute(x, weights, bias, residual);
        double largest = magnitudes.Max();
        for (int i = 0; i < y.Length; i++)
        {
            double expected = Activate(sums[i]);
            double sum = looseness > 1 ? largest : magnitudes[i];
            double tolerance = (looseness * Tolerance(sum)) + (1e-6 * Math.Abs(expected));
            Assert.That(y[i], Is.EqualTo(expected).Within(tolerance), $"y[{i}]");
        }

        return y;
    }

    /// <summary>Launches on this data and gives y, having checked that nothing else was written, and that y may take the residual's memory.</summary>
    public float[] Run(
        Accelerator accelerator, ConvolutionLaunch launch, float[] x, float[] weights, float[]? bias, float[]? residual)
    {
        float[] y = RunOnce(accelerator, launch, x, weights, bias, residual, overResidual: false);
        if (residual != null)
        {
            float[] over = RunOnce(accelerator, launch, x, weights, bias, residual, overResidual: true);
            Assert.That(over, Is.EqualTo(y), "Written over the residual, y is another.");
        }

        return y;
    }

    private float[] RunOnce(
        Accelerator accelerator,
        ConvolutionLaunch launch,
        float[] x,
        float[] weights,
        float[]? bias,
        float[]? residual,
        bool overResidual)
    {
        using MemoryBuffer1D<float, Stride1D.Dense> xBuffer = Guarded(accelerator, x);
        using MemoryBuffer1D<float, Stride1D.Dense> biasBuffer = Guarded(accelerator, bias ?? []);
        using MemoryBuffer1D<float, Stride1D.Dense> residualBuffer = Guarded(accelerator, residual ?? []);
        using MemoryBuffer1D<float, Stride1D.Dense> ownBuffer = Guarded(accelerator, NotANumber((int)Shape.OutputLength));
        MemoryBuffer1D<float, Stride1D.Dense> yBuffer = overResidual ? residualBuffer : ownBuffer;
        launch(Inside(xBuffer), weights, Inside(biasBuffer), Inside(residualBuffer), Inside(yBuffer));
        accelerator.Synchronize();

        float[] written = yBuffer.GetAsArray1D();
        Assert.That(written[..Guard].Concat(written[^Guard..]), Is.All.NaN, "Something was written outside y.");
        return written[Guard..^Guard];
    }

    /// <summary>Gives the errors of y, which has neither bias nor residual, in units of 2⁻²⁴ times the root mean square of the reference.</summary>
    public ConvolutionErrors Errors(float[] y, float[] x, float[] weights)
    {
        double[] sums = Reference().Compute(x, weights, null, null).Sums;
        double unit = Math.Pow(2, -24) * Math.Sqrt(sums.Average(sum => sum * sum));
        double[] errors = [.. y.Select((value, i) => Math.Abs(value - sums[i]) / unit)];
        return new ConvolutionErrors(Math.Sqrt(errors.Average(error => error * error)), errors.Max());
    }

    public override string ToString() =>
        $"{Shape.Batch}x{Shape.InputHeight}x{Shape.InputWidth}x{Shape.InputChannels} to {Shape.OutputChannels} by "
        + $"{Shape.FilterHeight}x{Shape.FilterWidth} stride {Shape.Stride} padding {Shape.Padding} dilation {Shape.Dilation}"
        + $"{(HasBias ? " bias" : string.Empty)}{(HasResidual ? " residual" : string.Empty)} {Activation}";

    private static ConvolutionCase Case(
        int batch,
        int height,
        int width,
        int channels,
        int outputs,
        int filter,
        int stride = 1,
        int padding = 0,
        int dilation = 1,
        bool bias = true,
        bool residual = false,
        Activation activation = Activation.None) =>
        new(
            new Convolution2DShape(batch, height, width, channels, outputs, filter, filter, stride, padding, dilation),
            bias,
            residual,
            activation);

    private static float[] NotANumber(int length) => [.. Enumerable.Repeat(float.NaN, length)];

    internal static MemoryBuffer1D<float, Stride1D.Dense> Guarded(Accelerator accelerator, float[] values) =>
        accelerator.Allocate1D<float>([.. NotANumber(Guard), .. values, .. NotANumber(Guard)]);

    internal static ArrayView<float> Inside(MemoryBuffer1D<float, Stride1D.Dense> buffer) =>
        buffer.View.BaseView.SubView(Guard, buffer.Length - (2 * Guard));

    // The error of a float32 sum grows with the root of its length where roundings are independent; 4 times that is
    // still a hundredth of what one wrong or missing term would do.
    internal double Tolerance(double magnitude) => (4 + (4 * Math.Sqrt(Shape.Taps))) * Math.Pow(2, -24) * magnitude;

    internal double Activate(double x) => Activation switch
    {
        Activation.Relu => Math.Max(x, 0),
        Activation.LeakyRelu => x < 0 ? 0.1 * x : x,
        Activation.Sigmoid => 1 / (1 + Math.Exp(-x)),
        Activation.Tanh => Math.Tanh(x),
        _ => x,
    };

    public Convolution2DReference Reference() => new()
    {
        Batch = Shape.Batch,
        Height = Shape.InputHeight,
        Width = Shape.InputWidth,
        Channels = Shape.InputChannels,
        Outputs = Shape.OutputChannels,
        FilterHeight = Shape.FilterHeight,
        FilterWidth = Shape.FilterWidth,
        Stride = Shape.Stride,
        Padding = Shape.Padding,
        Dilation = Shape.Dilation,
    };
}

/// <summary>The errors of a convolution.</summary>
/// <param name="Root">Their root mean square.</param>
/// <param name="Largest">The largest.</param>
public readonly record struct ConvolutionErrors(double Root, double Largest);
