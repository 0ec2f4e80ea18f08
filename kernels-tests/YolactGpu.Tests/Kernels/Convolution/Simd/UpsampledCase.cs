using ILGPU;
using ILGPU.Runtime;
using YolactGpu.Kernels.Convolution;
using YolactGpu.Kernels.Convolution.Simd;
using YolactGpu.Kernels.Elementwise;
using YolactGpu.Tests.Reference;
using YolactGpu.Tests.Support;

namespace YolactGpu.Tests.Kernels.Convolution.Simd;

/// <summary>A map that is enlarged to twice its sides, a 3x3 convolution of it and a 1x1 convolution of that, with random data.</summary>
public sealed record UpsampledCase(
    SpreadShape Shape, int Outputs, Activation Activation = Activation.Relu, Activation LastActivation = Activation.None, bool HasBias = true)
{
    public ConvolutionCase Filter => new(
        new Convolution2DShape(Shape.Batch, 2 * Shape.Height, 2 * Shape.Width, Shape.InputChannels, Shape.OutputChannels, 3, 3, 1, 1, 1),
        HasBias,
        HasResidual: false,
        Activation);

    public ConvolutionCase Product => new(BlurredConvolution2D.ShapeOf(Shape, Outputs), HasBias, HasResidual: false, LastActivation);

    /// <summary>Makes the data; every image is another one.</summary>
    public UpsampledData Data() => new(
        RandomData.Floats((int)Shape.InputLength, seed: 1),
        RandomData.Floats((int)Shape.WeightLength, seed: 2),
        HasBias ? RandomData.Floats(Shape.OutputChannels, seed: 3) : null,
        RandomData.Floats((int)Product.Shape.WeightLength, seed: 4),
        HasBias ? RandomData.Floats(Outputs, seed: 5) : null);

    /// <summary>Runs both kernels; x and y stand between guards of NaN, and what lies between the kernels is poisoned.</summary>
    public float[] Run(Accelerator accelerator, SimdWidth width, UpsampledData data)
    {
        SpreadConvolution2D spread = SpreadConvolution2D.Load(accelerator, width);
        BlurredConvolution2D blurred = BlurredConvolution2D.Load(accelerator, width);
        return Product.Run(
            accelerator,
            (_, weights, bias, _, y) =>
            {
                using MemoryBuffer1D<float, Stride1D.Dense> x = ConvolutionCase.Guarded(accelerator, data.X);
                using MemoryBuffer1D<float, Stride1D.Dense> filterBias = ConvolutionCase.Guarded(accelerator, data.FilterBias ?? []);
                using MemoryBuffer1D<float, Stride1D.Dense> filter = accelerator.Allocate1D(spread.PackWeights(data.FilterWeights, Shape));
                using MemoryBuffer1D<float, Stride1D.Dense> product = accelerator.Allocate1D(blurred.PackWeights(weights, Product.Shape));
                using MemoryBuffer1D<float, Stride1D.Dense> v =
                    ConvolutionCase.Guarded(accelerator, [.. Enumerable.Repeat(float.NaN, (int)Shape.OutputLength)]);
                SpreadConvolution rest = new(ConvolutionCase.Inside(filterBias), Shape, Activation);
                AcceleratorStream stream = accelerator.DefaultStream;
                spread.Launch(stream, ConvolutionCase.Inside(x), filter.View, ConvolutionCase.Inside(v), Shape);
                blurred.Launch(stream, ConvolutionCase.Inside(v), rest, product.View, bias, y, Outputs, LastActivation);
                accelerator.Synchronize();
            },
            [],
            data.ProductWeights,
            data.ProductBias,
            null);
    }

    /// <summary>Gives y by the references, and how far from it a kernel may be.</summary>
    /// <param name="data">The data.</param>
    /// <param name="looseness">How many times the error of the plain sum the 3x3 convolution may make.</param>
    public (double[] Y, double Tolerance) Expected(UpsampledData data, double looseness)
    {
        (double[] sums, double[] magnitudes) = Filter.Reference().Compute(Enlarge(data.X), data.FilterWeights, data.FilterBias, null);
        float[] filtered = [.. sums.Select(sum => (float)Filter.Activate(sum))];
        (double[] results, double[] resultMagnitudes) = Product.Reference().Compute(filtered, data.ProductWeights, data.ProductBias, null);
        double passedOn = data.ProductWeights.Chunk(Shape.OutputChannels).Max(filter => filter.Sum(Math.Abs));
        double tolerance = (passedOn * looseness * Filter.Tolerance(magnitudes.Max())) + Product.Tolerance(resultMagnitudes.Max());
        return ([.. results.Select(Product.Activate)], tolerance + 1e-6);
    }

    public override string ToString() =>
        $"{Shape.Batch}x{Shape.Height}x{Shape.Width}x{Shape.InputChannels} to {Shape.OutputChannels} {Activation} to {Outputs} {LastActivation}"
        + (HasBias ? " bias" : string.Empty);

    /// <summary>Enlarges a map to twice its sides.</summary>
    public float[] Enlarge(float[] x) =>
    [
        .. ResizeBilinearReference.Compute(
            [.. x.Select(value => (double)value)], Shape.Batch, Shape.Height, Shape.Width, 2 * Shape.Height, 2 * Shape.Width, Shape.InputChannels)
            .Select(value => (float)value),
    ];
}

/// <summary>The data of a case; weights as in a checkpoint.</summary>
public sealed record UpsampledData(float[] X, float[] FilterWeights, float[]? FilterBias, float[] ProductWeights, float[]? ProductBias);
