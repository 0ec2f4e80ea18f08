using ILGPU;
using ILGPU.Runtime;
using NUnit.Framework;
using YolactGpu.Kernels.Convolution.Deformable;
using YolactGpu.Kernels.Convolution.Tiled;
using YolactGpu.Kernels.Elementwise;
using YolactGpu.Tests.Kernels.Convolution.Tiled;

namespace YolactGpu.Tests.Kernels.Convolution.Deformable;

public sealed class TiledDeformableConvolution2DTests(string device) : GroupFixture(device)
{
    private TiledDeformableConvolution2D kernel = null!;

    public static IEnumerable<ConvolutionTile> Tiles() => TiledDeformableConvolution2D.Family.Tiles.Select(tile => tile.Tile);

    [OneTimeSetUp]
    public void Load() => kernel = TiledDeformableConvolution2D.Load(Accelerator);

    [Test]
    public void Equals_the_reference(
        [ValueSource(nameof(Tiles))] ConvolutionTile tile,
        [ValueSource(typeof(DeformableCase), nameof(DeformableCase.All))] DeformableCase test)
    {
        if (IsSimulated && !IsCheap(tile, test))
        {
            NeedsRealGroups(test.ToString());
        }

        test.Check(Accelerator, Launch(test, new TileChoice(tile, 1)));
    }

    [TestCase(2)]
    [TestCase(5)]
    public void Equals_the_reference_with_the_sum_in_parts(int splits)
    {
        ConvolutionTile tile = Tiles().Last();
        DeformableCase test = new(new(new(1, 3, 4, 20, 21, 3, 3, 1, 1, 1), true, true, Activation.Tanh), 2);

        test.Check(Accelerator, Launch(test, new TileChoice(tile, splits)));
    }

    [Test]
    public void Refuses_offsets_of_the_wrong_length()
    {
        DeformableCase test = new(new(new(1, 1, 1, 4, 4, 1, 1, 1, 0, 1), true, false, Activation.None), 0);

        Assert.That(
            () => test.Run(Accelerator, Launch(test, new TileChoice(Tiles().Last(), 1)), new float[4], new float[4], new float[16], new float[4], null),
            Throws.ArgumentException.With.Message.Contains("offsetMask holds 4 elements; the shape needs 3"));
    }

    private static bool IsCheap(ConvolutionTile tile, DeformableCase test) =>
        tile.Threads <= 64 && tile.Groups(test.Shape.OutputPixels, test.Shape.OutputChannels) * tile.Threads * test.Shape.Taps < 50_000;

    private DeformableLaunch Launch(DeformableCase test, TileChoice choice) => (x, offsetMask, weights, bias, residual, y) =>
        AlignedViews.Of(
            Accelerator,
            (alignedX, unpacked, alignedBias, alignedResidual, alignedY) =>
            {
                using MemoryBuffer1D<float, Stride1D.Dense> packed =
                    Accelerator.Allocate1D(TiledConvolution2D.PackWeights(unpacked, test.Shape));
                long scratchLength = TiledConvolution2D.ScratchLength(test.Shape, choice);
                using MemoryBuffer1D<float, Stride1D.Dense> scratch = Accelerator.Allocate1D<float>(Math.Max(1, scratchLength));
                scratch.MemSet(0xFF);
                kernel.Launch(
                    Stream,
                    alignedX,
                    offsetMask,
                    packed.View,
                    alignedBias,
                    alignedResidual,
                    alignedY,
                    scratch.View.BaseView.SubView(0, scratchLength),
                    test.Shape,
                    test.Convolution.Activation,
                    choice);
                Accelerator.Synchronize();
            })(x, weights, bias, residual, y);
}
