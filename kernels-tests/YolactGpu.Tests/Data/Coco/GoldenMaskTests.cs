using System.Text.Json;
using NUnit.Framework;
using YolactGpu.Data.Coco;

namespace YolactGpu.Tests.Data.Coco;

/// <summary>Masks of the golden COCO files: polygons, runs and compressed runs, all made by the COCO API.</summary>
[Category("Golden")]
public sealed class GoldenMaskTests
{
    private static readonly string[] GroundTruthFiles = ["ap_a_gt.json", "ap_noquirk_pub_gt.json"];
    private static readonly string[] DetectionFiles = ["ap_a_dets.json", "ap_noquirk_pub_dets.json"];

    [TestCaseSource(nameof(GroundTruthFiles))]
    public void Annotations_have_the_area_that_the_file_gives(string file)
    {
        using JsonDocument document = Load(file);
        Dictionary<int, (int Width, int Height)> sizes = document.RootElement.GetProperty("images").EnumerateArray()
            .ToDictionary(
                image => image.GetProperty("id").GetInt32(),
                image => (image.GetProperty("width").GetInt32(), image.GetProperty("height").GetInt32()));
        foreach (JsonElement annotation in document.RootElement.GetProperty("annotations").EnumerateArray())
        {
            (int width, int height) = sizes[annotation.GetProperty("image_id").GetInt32()];
            MaskBits mask = ReadMask(annotation.GetProperty("segmentation"), width, height);

            Assert.That(
                mask.Area,
                Is.EqualTo(annotation.GetProperty("area").GetDouble()),
                $"annotation {annotation.GetProperty("id").GetInt32()}");
        }
    }

    [TestCaseSource(nameof(DetectionFiles))]
    public void Detections_have_the_same_string_after_a_way_through_bits(string file)
    {
        using JsonDocument document = Load(file);
        foreach (JsonElement detection in document.RootElement.EnumerateArray())
        {
            JsonElement segmentation = detection.GetProperty("segmentation");
            int height = segmentation.GetProperty("size")[0].GetInt32();
            int width = segmentation.GetProperty("size")[1].GetInt32();
            MaskBits mask = ReadMask(segmentation, width, height);

            Assert.That(mask.ToRle().ToCompressed(), Is.EqualTo(segmentation.GetProperty("counts").GetString()));
            Assert.That(mask.Area, Is.EqualTo(detection.GetProperty("area").GetInt32()));
            Assert.That(mask.ToPolygons().Sum(polygon => polygon.SignedArea), Is.EqualTo(mask.Area));
        }
    }

    private static MaskBits ReadMask(JsonElement segmentation, int width, int height)
    {
        if (segmentation.ValueKind == JsonValueKind.Array)
        {
            double[][] polygons =
                [.. segmentation.EnumerateArray().Select(p => p.EnumerateArray().Select(v => v.GetDouble()).ToArray())];
            return PolygonRasterizer.Fill(polygons, width, height);
        }

        JsonElement counts = segmentation.GetProperty("counts");
        return counts.ValueKind == JsonValueKind.String
            ? RunLengthMask.FromCompressed(width, height, counts.GetString()!).ToMask()
            : new RunLengthMask(width, height, [.. counts.EnumerateArray().Select(v => v.GetInt32())]).ToMask();
    }

    private static JsonDocument Load(string file)
    {
        string? folder = Environment.GetEnvironmentVariable("YOLACTGPU_GOLDEN");
        DirectoryInfo? place = new(AppContext.BaseDirectory);
        while (folder is null && place is not null)
        {
            bool isRoot = File.Exists(Path.Combine(place.FullName, "YolactGpu.sln"));
            folder = isRoot ? Path.Combine(place.FullName, "..", "shared", "golden") : null;
            place = place.Parent;
        }

        string path = Path.Combine(folder ?? ".", file);
        if (!File.Exists(path))
        {
            Assert.Ignore($"{file} is not there; YOLACTGPU_GOLDEN names the folder of golden files.");
        }

        return JsonDocument.Parse(File.ReadAllBytes(path));
    }
}
