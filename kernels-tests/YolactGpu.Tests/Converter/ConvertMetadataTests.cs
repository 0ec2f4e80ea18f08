using System.Text.Json;
using NUnit.Framework;
using YolactGpu.Model.Configs;
using YolactGpu.Tests.Converter.Support;
using YolactGpu.Tests.Weights.Support;
using YolactGpu.Weights;

namespace YolactGpu.Tests.Converter;

/// <summary>Configurations, classes and names.</summary>
[TestFixture]
public sealed class ConvertMetadataTests
{
    private ScratchFolder folder = null!;

    [SetUp]
    public void MakeFolder() => folder = new ScratchFolder();

    [TearDown]
    public void RemoveFolder() => folder.Dispose();

    [Test]
    public void Classes_of_the_source_are_kept()
    {
        SmallNetwork.WriteCheckpoint(
            folder["in"], SmallNetwork.Config, new Dictionary<string, string> { ["class_names"] = "red\ngreen\nblue" });
        ConverterRun converted = ConverterRun.Of("convert", folder["in"], folder["out"]);
        Assert.That(converted.Code, Is.Zero);
        Assert.That(converted.Error, Is.Empty);
        using IWeightFile file = WeightFile.Open(folder["out"]);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(file.Metadata["format"], Is.EqualTo("pt"));
            Assert.That(file.Metadata["config"], Is.EqualTo("custom"));
            Assert.That(file.Metadata["class_names"], Is.EqualTo("red\ngreen\nblue"));
        }
    }

    [Test]
    public void Configuration_survives_renaming()
    {
        // Tensors of yolact_im700 are those of yolact_base; only the name tells them apart.
        YolactConfig narrow = YolactConfigs.Im700;
        SmallNetwork.WriteShapesOnly(folder["yolact_im700_54_800000.safetensors"], narrow);
        Assert.That(ConverterRun.Of("convert", folder["yolact_im700_54_800000.safetensors"], folder["renamed"]).Code, Is.Zero);
        Assert.That(ConverterRun.Of("inspect", folder["renamed"]).Output, Does.Contain("config    yolact_im700 (ResNet 3-4-23-3, 700 x 700, 80 classes)"));

        ConverterRun other = ConverterRun.Of("convert", folder["renamed"], folder["other"], "--config", "yolact_im400");
        Assert.That(other.Code, Is.Zero, other.Error);
        using IWeightFile file = WeightFile.Open(folder["other"]);
        Assert.That(file.Metadata["config"], Is.EqualTo("yolact_im400"));
        Assert.That(file.Metadata["class_names"].Split('\n'), Is.EqualTo(ClassNames.Coco));
    }

    [TestCase("yolact_resnet50", "is not for config yolact_resnet50: its tensors have other sizes")]
    [TestCase("yolact_large", "There is no config yolact_large; there are yolact_base, ")]
    public void Configuration_that_does_not_fit_is_refused(string name, string problem)
    {
        SmallNetwork.WriteCheckpoint(folder["in"], SmallNetwork.Config);
        ConverterRun converted = ConverterRun.Of("convert", folder["in"], folder["out"], "--config", name);
        Assert.That(converted.Code, Is.EqualTo(1));
        Assert.That(converted.Error, Does.Contain(problem));
        Assert.That(folder.Files, Is.EqualTo(["in"]));
    }

    [Test]
    public void Inspect_says_why_no_configuration_is_recognised()
    {
        File.WriteAllBytes(folder["in"], TorchFile.WithTwoTensors().ToZip());
        Assert.That(
            ConverterRun.Of("inspect", folder["in"]).Output,
            Does.Contain("config    none: holds no YOLACT network: prediction_layers.0.bbox_layer.weight is missing among its 2 tensors"));
        using JsonDocument json = JsonDocument.Parse(ConverterRun.Of("inspect", folder["in"], "--json").Output);
        Assert.That(json.RootElement.GetProperty("config").ValueKind, Is.EqualTo(JsonValueKind.Null));
        Assert.That(json.RootElement.GetProperty("config_problem").GetString(), Does.StartWith("holds no YOLACT network"));
    }

    [Test]
    public void Inspect_gives_configuration_and_classes_as_json()
    {
        SmallNetwork.WriteCheckpoint(folder["in"], SmallNetwork.Config);
        using JsonDocument json = JsonDocument.Parse(ConverterRun.Of("inspect", folder["in"], "--json").Output);
        Assert.That(json.RootElement.GetProperty("config").GetString(), Is.EqualTo("custom"));
        Assert.That(
            json.RootElement.GetProperty("classes").EnumerateArray().Select(name => name.GetString()),
            Is.EqualTo(["class 1", "class 2", "class 3"]));
    }

    [Test]
    public void ResNet_in_torchvisions_naming_becomes_a_backbone()
    {
        TorchFile torch = new();
        foreach (string name in new[] { "conv1.weight", "bn1.weight", "layer1.0.conv3.weight", "layer4.2.downsample.0.weight", "fc.weight", "fc.bias" })
        {
            torch.Add(name, [2], [1f, 2f]);
        }

        File.WriteAllBytes(folder["in.pth"], torch.ToLegacy());
        ConverterRun converted = ConverterRun.Of("convert", folder["in.pth"], folder["out"]);
        Assert.That(converted.Code, Is.Zero);
        Assert.That(converted.Error, Does.Contain("note: a ResNet in torchvision's naming").And.Contain("a backbone alone, to start training from"));
        using IWeightFile file = WeightFile.Open(folder["out"]);
        Assert.That(
            file.Tensors.Select(tensor => tensor.Name),
            Is.EqualTo(
            [
                "backbone.conv1.weight", "backbone.bn1.weight", "backbone.layers.0.0.conv3.weight",
                "backbone.layers.3.2.downsample.0.weight",
            ]));
        Assert.That(ConverterRun.Of("verify", folder["in.pth"], folder["out"]).Output, Does.StartWith("4 tensors equal, 0 different"));
    }

    [TestCase("tiny_resnet_54_800000.pth")]
    [TestCase("tiny_resnet_legacy_10_32100.pth")]
    [Category("Golden")]
    public void Converted_checkpoint_gives_the_very_same_outputs(string name)
    {
        string path = GoldenFolder.File(name);
        Assert.That(ConverterRun.Of("convert", path, folder["out"]).Code, Is.Zero);
        Dictionary<string, float[]> before = RawOutputs.OfFile(path, SmallNetwork.Config.InputSize, SmallNetwork.Input);
        Dictionary<string, float[]> after = RawOutputs.OfFile(folder["out"], SmallNetwork.Config.InputSize, SmallNetwork.Input);
        foreach (string output in RawOutputs.Names)
        {
            Assert.That(after[output], Is.EqualTo(before[output]), output);
        }
    }
}
