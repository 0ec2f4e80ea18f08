using NUnit.Framework;
using YolactGpu.Data.Coco;

namespace YolactGpu.Tests.Data.Coco;

public sealed class JoinedContourTests
{
    private static readonly string[] RingInRing =
    [
        "##########.",
        "#........#.",
        "#.######.#.",
        "#.#....#.#.",
        "#.#.##.#.#.",
        "#.#....#.#.",
        "#.######.#.",
        "#........#.",
        "##########.",
        "..........#",
    ];

    [Test]
    public void One_line_around_everything_fills_the_mask(
        [Values(1, 31, 64)] int width, [Values(1, 7, 40)] int height, [Values(10, 50, 90)] int percent)
    {
        MaskBits mask = TestMasks.Random(width, height, percent, seed: width + height + percent);

        int[] line = JoinedContour.Join(mask.ToPolygons());

        Assert.That(Fill([line], mask), Is.EqualTo(mask));
    }

    [Test]
    public void Each_part_fills_its_own_pixels_once([Values(30, 60, 80)] int percent)
    {
        MaskBits mask = TestMasks.Random(37, 29, percent, seed: percent);

        IReadOnlyList<int[]> parts = JoinedContour.Parts(mask.ToPolygons());

        using (Assert.EnterMultipleScope())
        {
            Assert.That(Fill(parts, mask), Is.EqualTo(mask));
            Assert.That(parts.Sum(part => Fill([part], mask).Area), Is.EqualTo(mask.Area));
        }
    }

    [Test]
    public void A_hole_belongs_to_the_innermost_part_around_it()
    {
        MaskBits mask = TestMasks.Draw(RingInRing);

        IReadOnlyList<int[]> parts = JoinedContour.Parts(mask.ToPolygons());

        // The outer ring, the inner one, the dot in it, and the pixel that touches the outer ring at a corner.
        Assert.That(parts.Select(part => Fill([part], mask).Area), Is.EquivalentTo((int[])[34, 18, 2, 1]));
    }

    [Test]
    public void A_mask_without_holes_or_parts_is_its_contour()
    {
        MaskPolygon contour = TestMasks.Draw("##", "#.").ToPolygons().Single();

        Assert.That(JoinedContour.Join([contour]), Is.EqualTo(contour.Coordinates.ToArray()));
        Assert.That(JoinedContour.Parts([contour]).Single(), Is.EqualTo(contour.Coordinates.ToArray()));
    }

    [Test]
    public void No_contours_give_no_line()
    {
        Assert.That(JoinedContour.Join([]), Is.Empty);
        Assert.That(JoinedContour.Parts([]), Is.Empty);
    }

    private static MaskBits Fill(IEnumerable<int[]> lines, MaskBits like) => PolygonRasterizer.Fill(
        lines.Where(line => line.Length > 0).Select(line => line.Select(corner => (double)corner).ToArray()), like.Width, like.Height);
}
