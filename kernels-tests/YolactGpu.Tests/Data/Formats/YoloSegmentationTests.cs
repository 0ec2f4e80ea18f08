using System.Globalization;
using NUnit.Framework;
using YolactGpu.Data.Coco;
using YolactGpu.Data.Formats;
using YolactGpu.Tests.Data.Coco;

namespace YolactGpu.Tests.Data.Formats;

public sealed class YoloSegmentationTests
{
    [Test]
    public void A_line_is_the_class_and_the_corners_divided_by_the_sides()
    {
        IReadOnlyList<MaskPolygon> contours = TestMasks.Draw("....", "##..", "##..").ToPolygons();

        Assert.That(YoloSegmentation.Line(17, contours, 4, 3), Is.EqualTo("17 0 0.333333 0.5 0.333333 0.5 1 0 1"));
    }

    [TestCase(1, 1)]
    [TestCase(37, 61)]
    [TestCase(4000, 3)]
    public void The_corners_give_the_mask_back(int width, int height)
    {
        MaskBits mask = TestMasks.Random(width, height, 60, seed: width);
        mask[width - 1, height - 1] = true;

        string[] words = YoloSegmentation.Line(0, mask.ToPolygons(), width, height)!.Split(' ');
        double[] parts = [.. words.Skip(1).Select(word => double.Parse(word, CultureInfo.InvariantCulture))];
        double[] corners = [.. parts.Select((part, i) => Math.Round(part * (i % 2 == 0 ? width : height), 1))];

        Assert.That(parts, Has.All.InRange(0.0, 1.0));
        Assert.That(PolygonRasterizer.Fill([corners], width, height), Is.EqualTo(mask));
    }

    [Test]
    public void An_empty_mask_has_no_line() =>
        Assert.That(YoloSegmentation.Line(0, new MaskBits(4, 4).ToPolygons(), 4, 4), Is.Null);
}
