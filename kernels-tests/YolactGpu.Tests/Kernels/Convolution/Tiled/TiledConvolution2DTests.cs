using ILGPU;
using ILGPU.Runtime;
using NUnit.Framework;
using YolactGpu.Kernels.Convolution;
using YolactGpu.Kernels.Convolution.Tiled;
using YolactGpu.Kernels.Elementwise;

namespace YolactGpu.Tests.Kernels.Convolution.Tiled;

public sealed class TiledConvolution2DTests(string device) : GroupFixture(device)
{
    private TiledConvolution2D kernel = null!;

    public static IEnumerable<ConvolutionTile> Tiles() => TiledConvolution2D.Family.Tiles.Select(tile => tile.Tile);

    [OneTimeSetUp]
    public void Load() => kernel = TiledConvolution2D.Load(Accelerator);

    [Test]
    public void Equals_the_reference(
        [ValueSource(nameof(Tiles))] ConvolutionTile tile,
        [ValueSource(typeof(ConvolutionCase), nameof(ConvolutionCase.All))] ConvolutionCase test)
    {
        RequireAffordable(tile, test);

        test.Check(Accelerator, AlignedViews.Of(Accelerator, Launch(test.Shape, test.Activation, new TileChoice(tile, 1))));
    }

    [TestCase(2)]
    [TestCase(3)]
    [TestCase(16)]
    public void Equals_the_reference_with_the_sum_in_parts(int splits)
    {
        ConvolutionTile tile = Tiles().Last();
        foreach (ConvolutionCase test in ConvolutionCase.All.Where(test => test.Shape.Taps > 200 && IsAffordable(tile, test)))
        {
            test.Check(Accelerator, AlignedViews.Of(Accelerator, Launch(test.Shape, test.Activation, new TileChoice(tile, splits))));
        }
    }

    [Test]
    public void Gives_the_same_bits_twice([Values(1, 4)] int splits)
    {
        ConvolutionTile tile = Tiles().Last();
        ConvolutionCase test = new(new Convolution2DShape(1, 7, 9, 64, 33, 3, 3, 1, 1, 1), true, true, Activation.Relu);
        ConvolutionLaunch launch = AlignedViews.Of(Accelerator, Launch(test.Shape, test.Activation, new TileChoice(tile, splits)));

        float[] first = test.Check(Accelerator, launch);
        float[] second = test.Check(Accelerator, launch);

        Assert.That(second, Is.EqualTo(first));
    }

    [Test]
    public void Keeps_a_nan_behind_a_relu_and_makes_minus_infinity_zero()
    {
        Convolution2DShape shape = new(1, 1, 4, 1, 4, 1, 1, 1, 0, 1);
        using MemoryBuffer1D<float, Stride1D.Dense> x = Accelerator.Allocate1D([float.NaN, -1f, float.NegativeInfinity, 1f]);
        using MemoryBuffer1D<float, Stride1D.Dense> y = Accelerator.Allocate1D<float>(16);

        Launch(shape, Activation.Relu, new TileChoice(Tiles().Last(), 1))(
            x.View, [2f, 2f, 2f, 2f], ArrayView<float>.Empty, ArrayView<float>.Empty, y.View);
        Accelerator.Synchronize();

        Assert.That(
            y.GetAsArray1D(), Is.EqualTo(new[] { float.NaN, 0f, 0f, 2f }.SelectMany(value => Enumerable.Repeat(value, 4))));
    }

    [Test]
    public void Refuses_a_tile_that_it_does_not_have() =>
        Assert.That(
            () => kernel.Prepare(new ConvolutionTile(7, 7, 49)),
            Throws.ArgumentException.With.Message.Contains("no tile 7x7; there are: 128x128"));

    [Test]
    public void Refuses_scratch_memory_of_the_wrong_length()
    {
        Convolution2DShape shape = new(1, 1, 1, 4, 4, 1, 1, 1, 0, 1);
        using MemoryBuffer1D<float, Stride1D.Dense> four = Accelerator.Allocate1D<float>(4);
        using MemoryBuffer1D<float, Stride1D.Dense> weights = Accelerator.Allocate1D(TiledConvolution2D.PackWeights(new float[16], shape));

        Assert.That(
            () => kernel.Launch(
                Stream, four.View, weights.View, ArrayView<float>.Empty, ArrayView<float>.Empty, four.View, four.View, shape, Activation.None, new TileChoice(Tiles().Last(), 2)),
            Throws.ArgumentException.With.Message.Contains("scratch holds 4 elements; the shape needs 8"));
    }

    private static bool IsCheap(ConvolutionTile tile, ConvolutionCase test) =>
        tile.Threads <= 64 && tile.Groups(test.Shape.OutputPixels, test.Shape.OutputChannels) * tile.Threads * test.Shape.Taps < 100_000;

    private bool IsAffordable(ConvolutionTile tile, ConvolutionCase test) => !IsSimulated || IsCheap(tile, test);

    private void RequireAffordable(ConvolutionTile tile, ConvolutionCase test)
    {
        if (!IsAffordable(tile, test))
        {
            NeedsRealGroups(test.ToString());
        }
    }

    private ConvolutionLaunch Launch(Convolution2DShape shape, Activation activation, TileChoice choice) => (x, weights, bias, residual, y) =>
    {
        using MemoryBuffer1D<float, Stride1D.Dense> packed = Accelerator.Allocate1D(TiledConvolution2D.PackWeights(weights, shape));
        long scratchLength = TiledConvolution2D.ScratchLength(shape, choice);
        using MemoryBuffer1D<float, Stride1D.Dense> scratch = Accelerator.Allocate1D<float>(Math.Max(1, scratchLength));
        scratch.MemSet(0xFF);
        kernel.Launch(
            Stream, x, packed.View, bias, residual, y, scratch.View.BaseView.SubView(0, scratchLength), shape, activation, choice);
        Accelerator.Synchronize();
    };
}
