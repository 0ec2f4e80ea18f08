using ILGPU;
using ILGPU.Runtime;
using NUnit.Framework;
using YolactGpu.Kernels.Boxes;
using YolactGpu.Tests.Reference;
using YolactGpu.Tests.Support;

namespace YolactGpu.Tests.Kernels.Boxes;

public sealed class PriorBoxTests(string device) : AcceleratorFixture(device)
{
    private static readonly double[] ThreeRatios = [1, 0.5, 2];

    // OpenCL lets a division err by 2.5 units; everywhere else it is correctly rounded.
    private int UnitsInTheLastPlace => Accelerator.AcceleratorType == AcceleratorType.OpenCL ? 3 : 0;

    [TestCase(1, 1, false, 550, 550)]
    [TestCase(5, 7, false, 550, 550, Description = "odd sizes, not square")]
    [TestCase(7, 5, true, 550, 550, Description = "square anchors, a bug kept")]
    [TestCase(7, 13, false, 800, 448, Description = "pixels of a rectangle")]
    [TestCase(7, 13, true, 1024, 512, Description = "squares of pixels of a rectangle")]
    public void Equals_the_reference_bit_for_bit_where_division_is_exact(int height, int width, bool square, int imageWidth, int imageHeight)
    {
        PriorBoxTable table = new()
        {
            Scales = [24, 24 * Math.Pow(2, 1 / 3.0)],
            AspectRatios = [ThreeRatios],
            UsePixelScales = true,
            UseSquareAnchors = square,
        };

        float[] priors = Priors(table, imageWidth, imageHeight, height, width);

        float[] expected = PriorBoxReference.Compute(
            height, width, [24, 24 * Math.Pow(2, 1 / 3.0)], [ThreeRatios], false, (imageWidth, imageHeight), square);
        Assert.That(priors, Is.EqualTo(expected).Within(UnitsInTheLastPlace).Ulps);
    }

    [Test]
    public void Takes_lists_of_ratios_one_after_the_other_and_scales_in_cells_of_the_level()
    {
        PriorBoxTable table = new()
        {
            Scales = [1, 3.5],
            AspectRatios = [[1, 2], [0.3]],
            RatiosAreRoots = true,
        };

        float[] priors = Priors(table, 550, 550, height: 3, width: 4);

        Assert.That(table.AnchorsPerCell, Is.EqualTo(6));
        float[] expected = PriorBoxReference.Compute(3, 4, [1, 3.5], [[1, 2], [0.3]], true, null, false);
        Assert.That(priors, Is.EqualTo(expected).Within(UnitsInTheLastPlace).Ulps);
    }

    [Test]
    public void Writes_only_the_rows_of_its_level()
    {
        using MemoryBuffer1D<float, Stride1D.Dense> table = Upload<float>([0.25f, 0.5f]);
        using MemoryBuffer1D<float, Stride1D.Dense> priors = Poisoned<float>(4 * 4);

        PriorBox.Load(Accelerator).Launch(Stream, table.View, priors.View, new PriorBoxShape(1, 2, 1, 1, 4));

        float[] result = priors.GetAsArray1D();
        Assert.That(result[4..12], Is.EqualTo<float[]>([0.25f, 0.5f, 0.25f, 0.5f, 0.75f, 0.5f, 0.25f, 0.5f]));
        Assert.That(result[..4].Concat(result[12..]), Has.All.NaN);
    }

    [Test]
    public void Refuses_a_level_that_does_not_fit()
    {
        using MemoryBuffer1D<float, Stride1D.Dense> table = Upload<float>([0.25f, 0.5f]);
        using MemoryBuffer1D<float, Stride1D.Dense> priors = Poisoned<float>(4 * 4);

        Assert.That(
            () => PriorBox.Load(Accelerator).Launch(Stream, table.View, priors.View, new PriorBoxShape(1, 2, 1, 3, 4)),
            Throws.ArgumentException.With.Message.Contains("reaches beyond the priors"));
    }

    [Test]
    public void Refuses_a_scale_that_is_not_positive()
    {
        PriorBoxTable table = new() { Scales = [24, 0], AspectRatios = [ThreeRatios] };

        Assert.That(
            () => table.Compute(550, 550, 5, 5),
            Throws.ArgumentException.With.Message.Contains("Scales are [24, 0]; there must be at least one"));
    }

    private float[] Priors(PriorBoxTable settings, int imageWidth, int imageHeight, int height, int width)
    {
        int count = height * width * settings.AnchorsPerCell;
        using MemoryBuffer1D<float, Stride1D.Dense> table = Upload(settings.Compute(imageWidth, imageHeight, width, height));
        using MemoryBuffer1D<float, Stride1D.Dense> priors = Poisoned<float>(count * 4);
        PriorBox.Load(Accelerator).Launch(
            Stream, table.View, priors.View, new PriorBoxShape(height, width, settings.AnchorsPerCell, 0, count));
        return priors.GetAsArray1D();
    }
}
