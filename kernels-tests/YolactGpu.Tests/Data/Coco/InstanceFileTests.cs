using System.Globalization;
using System.Text.Json;
using NUnit.Framework;
using YolactGpu.Data;
using YolactGpu.Data.Coco;

namespace YolactGpu.Tests.Data.Coco;

public sealed class InstanceFileTests
{
    private const string Expected = """
        {
          "image": {
            "file": "Größe <1>.jpg",
            "width": 4,
            "height": 3
          },
          "device": "a device",
          "config": "yolact_base",
          "timings": {
            "network_ms": 12.5,
            "decode_ms": 3
          },
          "instances": [
            {
              "class_id": 15,
              "class": "cat",
              "score": 0.87,
              "box": [1, 0, 3, 2],
              "area": 3,
              "segmentation": {
                "size": [3, 4],
                "counts": "321O4"
              },
              "polygons": [
                [1, 0, 3, 0, 3, 1, 2, 1, 2, 2, 1, 2]
              ]
            }
          ]
        }
        """;

    [Test]
    public void The_text_is_this() => Assert.That(InstanceFile.ToJson(Document()), Is.EqualTo(Expected));

    [Test]
    public void The_text_does_not_depend_on_the_culture()
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        CultureInfo withCommas = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        withCommas.NumberFormat.NumberDecimalSeparator = ",";
        withCommas.NumberFormat.NegativeSign = "~";
        try
        {
            CultureInfo.CurrentCulture = withCommas;
            Assert.That(InstanceFile.ToJson(Document()), Is.EqualTo(Expected));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Test]
    public void The_short_form_is_one_line_with_the_same_content()
    {
        string text = InstanceFile.ToJson(Document(), indented: false);

        Assert.That(text, Does.Not.Contain("\n"));
        using JsonDocument one = JsonDocument.Parse(text);
        using JsonDocument other = JsonDocument.Parse(Expected);
        Assert.That(JsonElement.DeepEquals(one.RootElement, other.RootElement), Is.True);
    }

    [Test]
    public void What_was_written_is_read_again()
    {
        using TemporaryFolder folder = new();
        string path = folder.PathOf("deeper/result.json");

        InstanceFile.Write(path, Document());
        InstanceDocument read = InstanceFile.Read(path);

        Assert.That(File.ReadAllText(path), Is.EqualTo(Expected + "\n"));
        Assert.That(InstanceFile.ToJson(read), Is.EqualTo(Expected));
        Assert.That(read.Instances[0].Segmentation.ToMask().ToMask(), Is.EqualTo(Mask()));
        Assert.That(Directory.GetFileSystemEntries(Path.GetDirectoryName(path)!), Has.Length.EqualTo(1));
    }

    [TestCase("null")]
    [TestCase("[]")]
    [TestCase("{}")]
    [TestCase("""{"image":{"file":"a","width":1,"height":1},"device":"d","config":"c","timings":{},"instances":[1]}""")]
    public void Refuses_to_read_what_is_no_result(string text)
    {
        using TemporaryFolder folder = new();
        string path = folder.PathOf("result.json");
        File.WriteAllText(path, text);

        Assert.That(() => InstanceFile.Read(path), Throws.InstanceOf<JsonException>());
    }

    [Test]
    public void A_target_that_cannot_be_written_is_one_clear_line()
    {
        using TemporaryFolder folder = new();
        string file = folder.PathOf("file");
        File.WriteAllText(file, "");

        Assert.That(
            () => InstanceFile.Write(Path.Combine(file, "result.json"), Document()),
            Throws.TypeOf<OutputException>().With.Message.EqualTo(
                $"{Path.Combine(file, "result.json")}: cannot be written: {file} is a file; a folder is needed"));
    }

    private static MaskBits Mask() => TestMasks.Draw(".##.", ".#..", "....");

    private static InstanceDocument Document()
    {
        Dictionary<string, double> timings = new() { ["network_ms"] = 12.5, ["decode_ms"] = 3 };
        InstanceRecord cat = InstanceRecord.Of(15, "cat", 0.87f, new PixelBox(1, 0, 3, 2), Mask().ToRuns());
        ImageRecord image = new("Größe <1>.jpg", 4, 3);
        return new InstanceDocument(image, "a device", "yolact_base", timings, [cat]);
    }
}
