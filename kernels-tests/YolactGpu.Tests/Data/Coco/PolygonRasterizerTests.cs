using NUnit.Framework;
using YolactGpu.Data.Coco;

namespace YolactGpu.Tests.Data.Coco;

public sealed class PolygonRasterizerTests
{
    private static readonly double[][] Square = [[1, 1, 5, 1, 5, 4, 1, 4]];
    private static readonly double[][] Triangle = [[0.4, 0.3, 6.7, 1.2, 2.5, 5.9]];
    private static readonly double[][] Outside = [[-3.5, -2.25, 9.75, 2.5, 3.1, 12.6]];
    private static readonly double[][] RepeatedCorner = [[1, 1, 1, 1, 6, 2, 6, 2, 3, 6]];
    private static readonly double[][] Overlapping = [[0, 0, 4, 0, 4, 4, 0, 4], [2, 2, 7.5, 2, 7.5, 6.2, 2, 6.2]];
    private static readonly double[][] Line = [[1, 1, 6, 1, 3, 1]];
    private static readonly double[][] Elsewhere = [[20, 20, 30, 20, 25, 28]];
    private static readonly double[][] OneColumn = [[0, 0.5, 3, 2.5, 0, 4.5]];
    private static readonly double[][] OneRow = [[1.5, 0, 6.25, 0, 6.25, 1, 1.5, 1]];
    private static readonly double[][] Star = [[16, 1, 25, 30, 1, 11, 31, 11, 7, 30]];

    /// <summary>Masks as the COCO API makes them (frPyObjects, merge, toString).</summary>
    private static readonly object[] CocoApiCases =
    [
        new object[] { "a square on pixel edges", Square, 8, 6, "73300000a0" },
        new object[] { "a triangle between pixels", Triangle, 7, 6, "0161N3MO1O1O6" },
        new object[] { "corners outside the image", Outside, 8, 8, "071a00_O00001M0" },
        new object[] { "a repeated corner", RepeatedCorner, 9, 7, "8163M01N1Od0" },
        new object[] { "two parts that overlap", Overlapping, 9, 8, "044002N02N0000006" },
        new object[] { "a line without an inside", Line, 8, 4, "P1" },
        new object[] { "wholly outside", Elsewhere, 8, 8, "P2" },
        new object[] { "one column", OneColumn, 1, 6, "132" },
        new object[] { "one row", OneRow, 9, 1, "243" },
        new object[]
        {
            "a star that crosses itself", Star, 33, 32,
            "[21o01O1O001O1@M14KN63FO;1B1?LD3=JG57LK231NM060I17OI44LM60I28MF59NC3=0@1?ODO;0IN61NM12?O100O1Of2",
        },
    ];

    [TestCaseSource(nameof(CocoApiCases))]
    public void Fills_the_pixels_that_the_COCO_API_fills(
        string name, double[][] polygons, int width, int height, string expected) => Assert.That(
            PolygonRasterizer.Fill(polygons, width, height).ToRle().ToCompressed(), Is.EqualTo(expected), name);

    [Test]
    public void No_polygon_gives_an_empty_mask() => Assert.That(
        PolygonRasterizer.Fill([], 5, 4), Is.EqualTo(new MaskBits(5, 4)));

    [Test]
    public void Refuses_what_is_no_polygon()
    {
        Assert.That(
            () => PolygonRasterizer.Fill([[0, 0, 4, 0, 4, 4], [1, 2, 3, 4]], 8, 8),
            Throws.ArgumentException.With.Message.Contains("Polygon 1 holds 4 numbers"));
        Assert.That(
            () => PolygonRasterizer.Fill([[0, 0, 4, 0, 4, 4, 7]], 8, 8),
            Throws.ArgumentException.With.Message.Contains("Polygon 0 holds 7 numbers"));
        Assert.That(
            () => PolygonRasterizer.Fill([[0, 0, 4, double.NaN, 4, 4]], 8, 8),
            Throws.ArgumentException.With.Message.Contains("coordinate 3 is NaN"));
        Assert.That(
            () => PolygonRasterizer.Fill([[0, 0, 1e9, 0, 4, 4]], 8, 8),
            Throws.ArgumentException.With.Message.Contains("coordinate 2 is 1000000000"));
    }
}
