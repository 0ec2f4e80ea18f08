using ILGPU;
using ILGPU.Runtime;
using NUnit.Framework;
using YolactGpu.Kernels.Convolution;
using YolactGpu.Kernels.Detection;
using YolactGpu.Kernels.Elementwise;
using YolactGpu.Tests.Reference;
using YolactGpu.Tests.Support;

namespace YolactGpu.Tests.Kernels.Detection;

/// <summary>Queues one of the kernels: x, packed weights, bias, priors, y.</summary>
public delegate void ConvolutionAtPriorsLaunch(
    AcceleratorStream stream,
    ArrayView<float> x,
    ArrayView<float> weights,
    ArrayView<float> bias,
    ArrayView<int> priors,
    ArrayView<float> y,
    ConvolutionAtPriorsShape shape,
    Activation activation);

/// <summary>A convolution at priors, with numbers of its own: what the reference gives everywhere, at some of the priors.</summary>
public sealed record ConvolutionAtPriorsCase(ConvolutionAtPriorsShape Shape, bool HasBias, Activation Activation)
{
    private const double Tolerance = 1e-5;

    public static IEnumerable<ConvolutionAtPriorsCase> All =>
    [
        new(new(new(1, 1, 1, 1, 1, 1, 1, 1, 0, 1), 1, 0, 3), HasBias: false, Activation.None),
        new(new(new(1, 5, 7, 5, 9, 3, 3, 1, 1, 1), 3, 0, 4), HasBias: true, Activation.Tanh),
        new(new(new(2, 6, 3, 17, 64, 3, 3, 1, 1, 1), 2, 11, 5), HasBias: true, Activation.Tanh),
        new(new(new(3, 4, 4, 16, 3 * 77, 1, 1, 1, 0, 1), 3, 100, 7), HasBias: true, Activation.None),
        new(new(new(2, 9, 8, 6, 34, 3, 5, 2, 2, 2), 1, 3, 6), HasBias: false, Activation.Sigmoid),
    ];

    private Convolution2DShape Convolution => Shape.Convolution;

    public float[] X => RandomData.Floats((int)Convolution.InputLength, seed: 1);

    public float[] Weights => RandomData.Floats((int)Convolution.WeightLength, seed: 2, -0.2f, 0.2f);

    public float[] Bias => HasBias ? RandomData.Floats(Convolution.OutputChannels, seed: 3) : [];

    /// <summary>Gets priors of this level, its first and last among them, then one before it, one behind it, none.</summary>
    public int[] Priors
    {
        get
        {
            Random random = new(4);
            int[] priors = [.. Enumerable.Range(0, (int)Shape.DetectionCount).Select(_ => Shape.FirstPrior + random.Next(Shape.Priors))];
            int[] special = [Shape.FirstPrior + Shape.Priors - 1, Shape.FirstPrior - 1, Shape.FirstPrior + Shape.Priors, -1, Shape.FirstPrior];
            special[..Math.Min(special.Length, priors.Length)].CopyTo(priors, Math.Max(priors.Length - special.Length, 0));
            return priors;
        }
    }

    public void Check(Accelerator accelerator, ConvolutionAtPriorsLaunch launch)
    {
        (double[] sums, double[] magnitudes) = new Convolution2DReference
        {
            Batch = Convolution.Batch,
            Height = Convolution.InputHeight,
            Width = Convolution.InputWidth,
            Channels = Convolution.InputChannels,
            Outputs = Convolution.OutputChannels,
            FilterHeight = Convolution.FilterHeight,
            FilterWidth = Convolution.FilterWidth,
            Stride = Convolution.Stride,
            Padding = Convolution.Padding,
            Dilation = Convolution.Dilation,
        }.Compute(X, Weights, HasBias ? Bias : null, null);

        float[] y = Run(accelerator, launch);

        int[] priors = Priors;
        for (int at = 0; at < y.Length; at++)
        {
            int detection = at / Shape.Outputs;
            int prior = priors[detection];
            int row = prior - Shape.FirstPrior;
            if (prior >= 0 && row >= 0 && row < Shape.Priors)
            {
                int all = (((detection / Shape.Detections * Shape.Priors) + row) * Shape.Outputs) + (at % Shape.Outputs);
                double expected = ActivationReference.Compute(sums[all], Activation);
                Assert.That(y[at], Is.EqualTo(expected).Within(Tolerance * (1 + magnitudes[all])), $"element {at}");
            }
            else if (prior < 0 && Shape.FirstPrior == 0)
            {
                Assert.That(y[at], Is.Zero, $"element {at} of an absent detection");
            }
            else
            {
                Assert.That(y[at], Is.NaN, $"element {at} is of another level");
            }
        }
    }

    public float[] Run(Accelerator accelerator, ConvolutionAtPriorsLaunch launch) => Run(accelerator, launch, X, Priors);

    public float[] Run(Accelerator accelerator, ConvolutionAtPriorsLaunch launch, float[] input, int[] chosen)
    {
        using MemoryBuffer1D<float, Stride1D.Dense> x = accelerator.Allocate1D(input);
        using MemoryBuffer1D<float, Stride1D.Dense> weights =
            accelerator.Allocate1D(ConvolutionAtPriors.PackWeights(Weights, Convolution, Shape.Anchors));
        using MemoryBuffer1D<float, Stride1D.Dense> bias = accelerator.Allocate1D(HasBias ? Bias : [0f]);
        using MemoryBuffer1D<int, Stride1D.Dense> priors = accelerator.Allocate1D(chosen);
        using MemoryBuffer1D<float, Stride1D.Dense> y = accelerator.Allocate1D<float>(Shape.OutputLength);
        y.MemSet(0xFF);
        launch(
            accelerator.DefaultStream,
            x.View,
            weights.View,
            HasBias ? bias.View : ArrayView<float>.Empty,
            priors.View,
            y.View,
            Shape,
            Activation);
        accelerator.Synchronize();
        return y.GetAsArray1D();
    }
}
