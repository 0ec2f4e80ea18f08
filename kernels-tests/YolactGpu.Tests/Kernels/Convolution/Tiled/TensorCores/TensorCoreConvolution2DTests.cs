using ILGPU;
using ILGPU.Runtime;
using NUnit.Framework;
using YolactGpu.Kernels.Convolution;
using YolactGpu.Kernels.Convolution.Tiled;
using YolactGpu.Kernels.Convolution.Tiled.TensorCores;
using YolactGpu.Kernels.Elementwise;

namespace YolactGpu.Tests.Kernels.Convolution.Tiled.TensorCores;

/// <summary>The tensor cores themselves; ignored where there are none. <see cref="EmulatedTensorCoreTests"/> runs everywhere.</summary>
public sealed class TensorCoreConvolution2DTests(string device) : GroupFixture(device)
{
    private const ConvolutionPrecision Half = ConvolutionPrecision.Float16;
    private const ConvolutionPrecision TensorFloat = ConvolutionPrecision.TensorFloat32;

    private TensorCoreConvolution2D kernel = null!;

    public static IEnumerable<ConvolutionTile> Tiles() => TensorCoreConvolution2D.HalfFamily.Tiles.Select(tile => tile.Tile);

    [OneTimeSetUp]
    public void Load() => kernel = TensorCoreConvolution2D.Load(Accelerator);

    [Test]
    public void Equals_the_plain_kernel_where_all_is_exact(
        [ValueSource(nameof(Tiles))] ConvolutionTile tile,
        [Values(Half, TensorFloat)] ConvolutionPrecision precision,
        [Values(1, 4)] int splits)
    {
        NeedsTensorCores();
        foreach (ConvolutionCase test in ConvolutionCase.All.Where(test => test.Activation is Activation.None or Activation.Relu))
        {
            ExactData data = ExactData.For(test.Shape, test.HasResidual);

            float[] y = data.Run(
                Accelerator,
                AlignedViews.Of(Accelerator, Launch(test.Shape, test.Activation, new TileChoice(tile, splits), precision)),
                test.Activation);

            Assert.That(y, Is.EqualTo(data.RunPlain(Accelerator, test.Activation)), test.ToString());
        }
    }

    [Test]
    public void Stays_within_the_rounding_of_its_factors(
        [ValueSource(typeof(ConvolutionCase), nameof(ConvolutionCase.All))] ConvolutionCase test,
        [Values(Half, TensorFloat)] ConvolutionPrecision precision)
    {
        NeedsTensorCores();

        // 2⁻¹¹ for each factor, where a float32 sum is allowed some 2⁻²¹ of its magnitude.
        test.Check(
            Accelerator, AlignedViews.Of(Accelerator, Launch(test.Shape, test.Activation, new TileChoice(Tiles().Last(), 1), precision)), 1200);
    }

    [Test]
    public void Refuses_a_device_without_tensor_cores()
    {
        if (TensorCoreConvolution2D.IsSupported(Accelerator))
        {
            Assert.Ignore("This device has them.");
        }

        Assert.That(
            () => kernel.Prepare(Tiles().First(), Half), Throws.InstanceOf<NotSupportedException>().With.Message.Contains("tensor cores need CUDA"));
    }

    [Test]
    public void Refuses_to_multiply_floats() =>
        Assert.That(
            () => kernel.Prepare(Tiles().First(), ConvolutionPrecision.Float32),
            Throws.ArgumentException.With.Message.Contains("TensorFloat32 or Float16, not Float32"));

    private void NeedsTensorCores()
    {
        if (!TensorCoreConvolution2D.IsSupported(Accelerator))
        {
            Assert.Ignore("This device has no tensor cores that CUDA reaches.");
        }
    }

    private ConvolutionLaunch Launch(Convolution2DShape shape, Activation activation, TileChoice choice, ConvolutionPrecision precision) =>
        (x, weights, bias, residual, y) =>
        {
            using MemoryBuffer1D<float, Stride1D.Dense> packed = Accelerator.Allocate1D(
                TensorCoreConvolution2D.PackWeights(weights, shape, precision));
            long scratchLength = TensorCoreConvolution2D.ScratchLength(shape, choice);
            using MemoryBuffer1D<float, Stride1D.Dense> scratch = Accelerator.Allocate1D<float>(Math.Max(1, scratchLength));
            kernel.Launch(
                Stream, x, packed.View, bias, residual, y, scratch.View.BaseView.SubView(0, scratchLength), shape, activation, choice, precision);
            Accelerator.Synchronize();
        };
}
