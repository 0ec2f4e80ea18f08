using System.Text.Json;
using NUnit.Framework;
using YolactGpu.Data.Coco;
using YolactGpu.Data.Formats;
using YolactGpu.Tests.Data.Coco;

namespace YolactGpu.Tests.Data.Formats;

public sealed class LabelmeFileTests
{
    [Test]
    public void A_document_has_the_keys_of_labelme()
    {
        LabelmeShape[] shapes = [.. LabelmeShape.Of("cat", 0.25f, TestMasks.Draw("##", "##").ToPolygons(), 3)];
        JsonElement root = Write(LabelmeDocument.Of(shapes, "../a.jpg", null, 640, 480));

        JsonElement shape = root.GetProperty("shapes")[0];
        using (Assert.EnterMultipleScope())
        {
            Assert.That(
                root.EnumerateObject().Select(property => property.Name),
                Is.EqualTo(new[] { "version", "flags", "shapes", "imagePath", "imageData", "imageHeight", "imageWidth" }));
            Assert.That(
                shape.EnumerateObject().Select(property => property.Name),
                Is.EqualTo(new[] { "label", "points", "group_id", "description", "shape_type", "flags", "score" }));
            Assert.That(root.GetProperty("imagePath").GetString(), Is.EqualTo("../a.jpg"));
            Assert.That(root.GetProperty("imageData").ValueKind, Is.EqualTo(JsonValueKind.Null));
            Assert.That((root.GetProperty("imageHeight").GetInt32(), root.GetProperty("imageWidth").GetInt32()), Is.EqualTo((480, 640)));
            Assert.That(shape.GetProperty("label").GetString(), Is.EqualTo("cat"));
            Assert.That(shape.GetProperty("group_id").GetInt32(), Is.EqualTo(3));
            Assert.That(shape.GetProperty("shape_type").GetString(), Is.EqualTo("polygon"));
            Assert.That(shape.GetProperty("score").GetSingle(), Is.EqualTo(0.25f));
            Assert.That(JsonSerializer.Serialize(shape.GetProperty("points")), Is.EqualTo("[[0,0],[2,0],[2,2],[0,2]]"));
        }
    }

    [Test]
    public void The_shapes_of_an_instance_fill_its_mask([Values(5, 45, 85)] int percent)
    {
        MaskBits mask = TestMasks.Random(53, 31, percent, seed: percent);
        JsonElement root = Write(LabelmeDocument.Of([.. LabelmeShape.Of("dog", 1, mask.ToPolygons(), 0)], "a", null, 53, 31));

        IEnumerable<double[]> polygons = root.GetProperty("shapes").EnumerateArray().Select(shape => shape
            .GetProperty("points").EnumerateArray().SelectMany(point => point.EnumerateArray()).Select(number => number.GetDouble())
            .ToArray());

        Assert.That(PolygonRasterizer.Fill(polygons, 53, 31), Is.EqualTo(mask));
    }

    [Test]
    public void An_empty_mask_has_no_shape() =>
        Assert.That(LabelmeShape.Of("cat", 1, new MaskBits(4, 4).ToPolygons(), 0), Is.Empty);

    private static JsonElement Write(LabelmeDocument document)
    {
        using MemoryStream stream = new();
        LabelmeFile.Write(stream, document);
        return JsonDocument.Parse(stream.ToArray()).RootElement;
    }
}
