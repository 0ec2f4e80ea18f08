using NUnit.Framework;
using YolactGpu.Data.Coco;

namespace YolactGpu.Tests.Data.Coco;

public sealed class ContourTracerTests
{
    [Test]
    public void An_empty_mask_has_no_contour() => Assert.That(new MaskBits(40, 3).ToPolygons(), Is.Empty);

    [Test]
    public void One_pixel_is_a_square_that_runs_clockwise()
    {
        MaskPolygon polygon = TestMasks.Draw("...", ".#.").ToPolygons().Single();

        Assert.That(polygon.Coordinates.ToArray(), Is.EqualTo((int[])[1, 1, 2, 1, 2, 2, 1, 2]));
        Assert.That(polygon.SignedArea, Is.EqualTo(1));
        Assert.That(polygon.IsHole, Is.False);
    }

    [Test]
    public void A_straight_line_has_no_corner_inside_over_word_limits_too()
    {
        MaskBits mask = new(100, 2);
        for (int x = 20; x < 90; x++)
        {
            mask[x, 1] = true;
        }

        Assert.That(
            mask.ToPolygons().Single().Coordinates.ToArray(), Is.EqualTo((int[])[20, 1, 90, 1, 90, 2, 20, 2]));
    }

    [Test]
    public void A_hole_runs_the_other_way_and_has_a_negative_area()
    {
        IReadOnlyList<MaskPolygon> polygons = TestMasks.Draw("####", "#..#", "####").ToPolygons();

        Assert.That(polygons.Select(polygon => polygon.SignedArea), Is.EqualTo((int[])[12, -2]));
        Assert.That(polygons[1].IsHole, Is.True);
        Assert.That(polygons[1].Coordinates.ToArray(), Is.EqualTo((int[])[1, 2, 3, 2, 3, 1, 1, 1]).AsCollection);
    }

    [Test]
    public void Pixels_that_touch_at_a_corner_have_contours_of_their_own()
    {
        IReadOnlyList<MaskPolygon> polygons = TestMasks.Draw("#.", ".#").ToPolygons();

        Assert.That(polygons.Select(polygon => polygon.SignedArea), Is.EqualTo((int[])[1, 1]));
    }

    [Test]
    public void Holes_that_touch_at_a_corner_are_one_contour()
    {
        IReadOnlyList<MaskPolygon> polygons = TestMasks.Draw("####", "#.##", "##.#", "####").ToPolygons();

        Assert.That(polygons.Select(polygon => polygon.SignedArea), Is.EqualTo((int[])[16, -2]));
    }

    [TestCase(1, 1)]
    [TestCase(1, 29)]
    [TestCase(29, 1)]
    [TestCase(32, 17)]
    [TestCase(65, 23)]
    public void The_areas_sum_to_the_mask_and_filling_the_contours_gives_it_back(int width, int height)
    {
        foreach (int percent in new[] { 10, 50, 90, 100 })
        {
            MaskBits mask = TestMasks.Random(width, height, percent, seed: width + percent);

            IReadOnlyList<MaskPolygon> polygons = mask.ToPolygons();

            Assert.That(polygons.Sum(polygon => polygon.SignedArea), Is.EqualTo(mask.Area), $"{percent} percent");
            Assert.That(FillEvenOdd(polygons, width, height), Is.EqualTo(mask), $"{percent} percent");
            Assert.That(polygons.All(HasNoCornerOnALine), $"{percent} percent");
        }
    }

    /// <summary>A pixel is set where a ray to its left crosses an odd number of upright edges.</summary>
    private static MaskBits FillEvenOdd(IReadOnlyList<MaskPolygon> polygons, int width, int height)
    {
        MaskBits mask = new(width, height);
        foreach (int[] corners in polygons.Select(polygon => polygon.Coordinates.ToArray()))
        {
            for (int i = 0; i < corners.Length; i += 2)
            {
                int next = (i + 2) % corners.Length;
                int low = Math.Min(corners[i + 1], corners[next + 1]);
                int high = Math.Max(corners[i + 1], corners[next + 1]);
                for (int y = low; y < high; y++)
                {
                    for (int x = corners[i]; x < width; x++)
                    {
                        mask[x, y] = !mask[x, y];
                    }
                }
            }
        }

        return mask;
    }

    private static bool HasNoCornerOnALine(MaskPolygon polygon)
    {
        int[] corners = polygon.Coordinates.ToArray();
        int count = corners.Length / 2;
        return Enumerable.Range(0, count).All(i =>
        {
            int next = 2 * ((i + 1) % count);
            int afterNext = 2 * ((i + 2) % count);
            bool isLevel = corners[2 * i] != corners[next];
            bool isNextLevel = corners[next] != corners[afterNext];
            return isLevel != isNextLevel;
        });
    }
}
