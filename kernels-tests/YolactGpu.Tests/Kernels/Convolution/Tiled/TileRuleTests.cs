using NUnit.Framework;
using YolactGpu.Kernels.Convolution;
using YolactGpu.Kernels.Convolution.Tiled;
using YolactGpu.Kernels.Convolution.Tiled.TensorCores;

namespace YolactGpu.Tests.Kernels.Convolution.Tiled;

public sealed class TileRuleTests
{
    private const int Multiprocessors = 132;

    [Test]
    public void Takes_the_largest_tile_for_a_large_layer() =>
        Assert.That(Choose(Layer(275, 256, 256)).ToString(), Is.EqualTo("128x128"));

    [Test]
    public void Takes_no_more_channels_than_the_layer_has() =>
        Assert.That(Choose(Layer(138, 64, 32)).Tile.Channels, Is.EqualTo(32));

    [Test]
    public void Leaves_fewer_multiprocessors_idle_than_the_largest_tile()
    {
        // The hottest layer, 19044 pixels by 256 channels: 298 groups of 128x128 are 3 waves, of which the last holds 34.
        TileChoice choice = Choose(Layer(138, 256, 256));

        Assert.That(IdleShare(choice, Layer(138, 256, 256)), Is.LessThan(0.16), choice.ToString());
    }

    [Test]
    public void Cuts_long_sums_of_few_outputs()
    {
        TileChoice choice = Choose(Layer(9, 256, 256));

        Assert.That(choice.Splits, Is.GreaterThan(1));
        Assert.That(choice.Tile.Groups(81, 256) * choice.Splits, Is.GreaterThanOrEqualTo(64));
    }

    [Test]
    public void Never_cuts_short_sums() =>
        Assert.That(Choose(new Convolution2DShape(1, 5, 5, 64, 64, 1, 1, 1, 0, 1)).Splits, Is.EqualTo(1));

    [Test]
    public void Cuts_less_on_a_device_of_few_multiprocessors() =>
        Assert.That(
            TileRule.Choose(Layer(9, 256, 256), TiledConvolution2D.Family, 2).Splits,
            Is.LessThan(Choose(Layer(9, 256, 256)).Splits));

    [Test]
    public void Gives_each_family_a_tile_of_its_own()
    {
        foreach (TileFamily family in new[] { TiledConvolution2D.Family, TensorCoreConvolution2D.HalfFamily, TensorCoreConvolution2D.TensorFloatFamily })
        {
            for (int size = 1; size < 300; size += 37)
            {
                Assert.That(() => family.Require(TileRule.Choose(Layer(size, 96, size), family, Multiprocessors).Tile), Throws.Nothing);
            }
        }
    }

    private static TileChoice Choose(Convolution2DShape shape) => TileRule.Choose(shape, TiledConvolution2D.Family, Multiprocessors);

    private static Convolution2DShape Layer(int size, int channels, int outputs) => new(1, size, size, channels, outputs, 3, 3, 1, 1, 1);

    private static double IdleShare(TileChoice choice, Convolution2DShape shape)
    {
        long groups = choice.Tile.Groups(shape.OutputPixels, shape.OutputChannels) * choice.Splits;
        long waves = (groups + Multiprocessors - 1) / Multiprocessors;
        return 1 - ((double)groups / (waves * Multiprocessors));
    }
}
