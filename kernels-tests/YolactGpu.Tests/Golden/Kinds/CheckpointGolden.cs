using System.Text.Json;
using NUnit.Framework;
using YolactGpu.Model.Weights;
using YolactGpu.Weights;

namespace YolactGpu.Tests.Golden.Kinds;

/// <summary>
/// *.pth: both formats give the golden raw outputs, and the ImageNet file gives the same backbone.
/// </summary>
internal sealed class CheckpointGolden : IGoldenKind
{
    public bool Takes(string file) => file.EndsWith(".pth", StringComparison.Ordinal);

    public IEnumerable<GoldenCase> Cases(GoldenEntry entry) => entry.File switch
    {
        "tiny_imagenet_init.pth" => [new GoldenCase("backbone", _ => AssertBackbone(entry))],
        _ => [new GoldenCase("raw outputs", device => TinyNetworkGolden.AssertRaw(device, Network(entry), entry.File, plainOnly: false))],
    };

    private static GoldenEntry Network(GoldenEntry entry)
    {
        string network = $"net_{string.Join('_', entry.File.Split('_')[..2])}.safetensors";
        using JsonDocument manifest = JsonDocument.Parse(File.ReadAllText(Path.Combine(entry.Folder, "MANIFEST.json")));
        JsonElement described = manifest.RootElement.GetProperty("files").EnumerateArray()
            .Single(file => file.GetProperty("file").GetString() == network);
        return entry with { Description = described.Clone() };
    }

    private static void AssertBackbone(GoldenEntry entry)
    {
        using IWeightFile imageNet = WeightFile.Open(entry.FilePath);
        using IWeightFile yolact = WeightFile.Open(Path.Combine(entry.Folder, "tiny_resnet_54_800000.pth"));
        HashSet<string> compared = [];
        foreach (WeightTensorInfo tensor in imageNet.Tensors)
        {
            if (CheckpointNames.FromImageNet(tensor.Name) is { } name)
            {
                Assert.That(imageNet.ReadSingles(tensor.Name), Is.EqualTo(yolact.ReadSingles(name)), name);
                compared.Add(name);
            }
        }

        IEnumerable<string> backbone = yolact.Tensors.Select(tensor => tensor.Name).Where(name =>
            name.StartsWith("backbone.", StringComparison.Ordinal) && !name.EndsWith("num_batches_tracked", StringComparison.Ordinal));
        Assert.That(compared, Is.EquivalentTo(backbone));
    }
}
