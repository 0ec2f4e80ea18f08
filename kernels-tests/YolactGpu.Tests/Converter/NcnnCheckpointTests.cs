using NUnit.Framework;
using YolactGpu.Tests.Converter.Support;
using YolactGpu.Tests.Weights.Support;
using YolactGpu.Weights;

namespace YolactGpu.Tests.Converter;

/// <summary>
/// ncnn networks become checkpoints. The files are made by the tests themselves, so that only one's own idea of the format is
/// tested here; see docs/weights.md.
/// </summary>
[TestFixture]
public sealed class NcnnCheckpointTests
{
    private ScratchFolder folder = null!;

    [SetUp]
    public void MakeFolder() => folder = new ScratchFolder();

    [TearDown]
    public void RemoveFolder() => folder.Dispose();

    [TestCase(false, false, false, 1e-5)]
    [TestCase(false, true, false, 1e-5)]
    [TestCase(false, false, true, 1e-4)]
    [TestCase(true, true, false, 0.02)]
    public void Converted_network_gives_the_outputs_of_the_original(bool isHalf, bool fusesRelu, bool keepsBatchNorm, double tolerance)
    {
        new NcnnYolact(SmallNetwork.Config, SmallNetwork.Weights)
        {
            IsHalf = isHalf,
            FusesRelu = fusesRelu,
            KeepsBatchNorm = keepsBatchNorm,
        }.Write(folder["yolact.param"]);
        ConverterRun converted = ConverterRun.Of("convert", folder["yolact.param"], folder["out.safetensors"]);
        Assert.That(converted.Code, Is.Zero, converted.Error);
        Assert.That(converted.Error, Does.Contain("semantic_seg_conv, which only training needs, is zero"));

        Dictionary<string, float[]> actual =
            RawOutputs.OfFile(folder["out.safetensors"], SmallNetwork.Config.InputSize, SmallNetwork.Input);
        Dictionary<string, float[]> expected = RawOutputs.Of(SmallNetwork.Config, SmallNetwork.Weights, SmallNetwork.Input);
        RawOutputs.AssertClose(actual, expected, tolerance);
        ConverterRun verified = ConverterRun.Of("verify", folder["yolact.param"], folder["out.safetensors"]);
        Assert.That(verified.Code, Is.Zero, verified.Output);
    }

    [Test]
    public void Batch_norms_of_a_folded_network_change_nothing_but_the_bias()
    {
        new NcnnYolact(SmallNetwork.Config, SmallNetwork.Weights).Write(folder["yolact.param"]);
        Assert.That(ConverterRun.Of("convert", folder["yolact.param"], folder["out"]).Code, Is.Zero);
        using IWeightFile ncnn = WeightFile.Open(folder["yolact.param"]);
        using IWeightFile file = WeightFile.Open(folder["out"]);
        string stem = ncnn.Tensors.First(tensor => tensor.Name.EndsWith(".weight", StringComparison.Ordinal)).Name;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(file.ReadSingles("backbone.conv1.weight"), Is.EqualTo(ncnn.ReadSingles(stem)));
            Assert.That(file.ReadSingles("backbone.bn1.weight"), Is.All.EqualTo(1f));
            Assert.That(file.ReadSingles("backbone.bn1.running_mean"), Is.All.Zero);
            Assert.That(file.ReadSingles("backbone.bn1.running_var"), Is.All.EqualTo(1 - 1e-5f));
            Assert.That(
                file.ReadSingles("backbone.bn1.bias"),
                Is.EqualTo(ncnn.ReadSingles(stem.Replace(".weight", ".bias", StringComparison.Ordinal))));
            Assert.That(file.ReadSingles("semantic_seg_conv.weight"), Is.All.Zero);
            Assert.That(file.GetTensor("semantic_seg_conv.weight").Shape, Is.EqualTo([3, 8, 1, 1]));
            Assert.That(file.Metadata["source_bin_sha256"], Has.Length.EqualTo(64));
        }
    }

    [Test]
    public void Inspect_shows_the_layers_and_the_recognised_configuration()
    {
        new NcnnYolact(SmallNetwork.Config, SmallNetwork.Weights) { IsHalf = true }.Write(folder["yolact.param"]);
        ConverterRun inspected = ConverterRun.Of("inspect", folder["yolact.param"]);
        Assert.That(inspected.Output, Does.Contain("format    Ncnn").And.Contain("config    custom (ResNet 3-4-6-3"));
        Assert.That(inspected.Output, Does.Match(@"Convolution_\d+\.weight +F16 +\[4, 3, 7, 7\]"));
    }

    [Test]
    public void Target_that_is_the_bin_of_the_source_is_refused()
    {
        new NcnnYolact(SmallNetwork.Config, SmallNetwork.Weights).Write(folder["yolact.param"]);
        ConverterRun converted = ConverterRun.Of("convert", folder["yolact.param"], folder["yolact.bin"], "--force");
        Assert.That(converted.Code, Is.EqualTo(1));
        Assert.That(converted.Error, Does.Contain("is both IN and OUT"));
    }

    [Test]
    public void Network_of_another_structure_is_refused_with_the_place_that_differs()
    {
        new NcnnYolact(SmallNetwork.Config, SmallNetwork.Weights) { StemStride = 1 }.Write(folder["a.param"]);
        new NcnnYolact(SmallNetwork.Config, SmallNetwork.Weights) { LacksALayer = true }.Write(folder["b.param"]);
        new NcnnYolact(SmallNetwork.Config, SmallNetwork.Weights) { HasAnOddHead = true }.Write(folder["c.param"]);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(ErrorOf("a.param"), Does.Contain(
                "0 of its convolutions stand where backbone.conv1 (7 x 7, stride 2, padding 3, relu) must; 1 must"));
            Assert.That(ErrorOf("b.param"), Does.Contain(
                "an ncnn network of 85 convolutions; YOLACT has 86 with ResNet-50 and 137 with ResNet-101"));
            Assert.That(ErrorOf("c.param"), Does.Contain("both are prediction_layers.0.upfeature.0.weight, which YOLACT shares"));
            Assert.That(folder.Files, Has.Length.EqualTo(6));
        }
    }

    [Test]
    public void Missing_bin_is_named()
    {
        new NcnnYolact(SmallNetwork.Config, SmallNetwork.Weights).Write(folder["a.param"]);
        File.Delete(folder["a.bin"]);
        Assert.That(ErrorOf("a.param"), Does.Contain(folder["a.bin"] + ": there is no such file"));
    }

    private string ErrorOf(string name)
    {
        ConverterRun converted = ConverterRun.Of("convert", folder[name], folder["out"]);
        Assert.That(converted.Code, Is.EqualTo(1));
        Assert.That(converted.Error.Trim(), Does.Not.Contain("\n"));
        return converted.Error;
    }
}
