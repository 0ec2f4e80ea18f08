using System.Security.Cryptography;
using System.Text.Json;
using NUnit.Framework;
using YolactGpu.Tests.Converter.Support;
using YolactGpu.Tests.Weights.Support;
using YolactGpu.Weights;

namespace YolactGpu.Tests.Converter;

[TestFixture]
public sealed class ConverterTests
{
    private ScratchFolder folder = null!;

    [SetUp]
    public void MakeFolder() => folder = new ScratchFolder();

    [TearDown]
    public void RemoveFolder() => folder.Dispose();

    [TestCase(false)]
    [TestCase(true)]
    public void Convert_writes_every_tensor_and_verify_finds_no_difference(bool isLegacy)
    {
        TorchFile torch = TorchFile.WithTwoTensors();
        torch.Tensors.Add(new TorchFileTensor("turned", "0", [3, 2], [1, 3]));
        byte[] bytes = isLegacy ? torch.ToLegacy() : torch.ToZip();
        File.WriteAllBytes(folder["in.pth"], bytes);
        ConverterRun converted = ConverterRun.Of("convert", folder["in.pth"], folder["out.safetensors"]);
        Assert.That(converted.Code, Is.Zero, converted.Error);
        Assert.That(converted.Error, Does.StartWith("note: no configuration was recognised: ").And.Not.Contains("\nnote"));
        Assert.That(converted.Output, Does.Contain("3 tensors"));
        using (IWeightFile file = WeightFile.Open(folder["out.safetensors"]))
        {
            Assert.That(file.Metadata["format"], Is.EqualTo("pt"));
            Assert.That(file.Metadata["source_sha256"], Is.EqualTo(Convert.ToHexStringLower(SHA256.HashData(bytes))));
            Assert.That(file.ReadSingles("turned")[1], Is.EqualTo(float.MaxValue));
        }

        ConverterRun verified = ConverterRun.Of("verify", folder["in.pth"], folder["out.safetensors"]);
        Assert.That(verified.Code, Is.Zero);
        Assert.That(verified.Output.Trim(), Is.EqualTo("3 tensors equal, 0 different; largest difference 0"));
        Assert.That(folder.Files, Is.EqualTo(["in.pth", "out.safetensors"]));
    }

    [Test]
    public void Convert_tells_what_it_leaves_out_and_what_it_renames()
    {
        TorchFile torch = new() { Wrapper = "state_dict" };
        torch.Add("module.a", [1], [1f]);
        File.WriteAllBytes(folder["in.pth"], torch.ToZip());
        ConverterRun converted = ConverterRun.Of("convert", folder["in.pth"], folder["out"]);
        Assert.That(converted.Error, Does.Contain("not converted: optimizer: a dictionary of 0 entries"));
        Assert.That(converted.Error, Does.Contain("'module.' of every name was taken off"));
        using IWeightFile file = WeightFile.Open(folder["out"]);
        Assert.That(file.Tensors.Single().Name, Is.EqualTo("a"));
        Assert.That(file.Metadata["epoch"], Is.EqualTo("54"));
        Assert.That(ConverterRun.Of("verify", folder["in.pth"], folder["out"]).Code, Is.Zero);
    }

    [Test]
    public void Convert_to_16_bits_rounds_floats_alone_and_says_by_how_much()
    {
        TorchFile torch = new();
        torch.Add("a", [3], [1f, 1.0001f, 1e-10f]);
        torch.AddStorage("1", "LongStorage", [7, 0, 0, 0, 0, 0, 0, 0], 1);
        torch.Tensors.Add(new TorchFileTensor("steps", "1", [], []));
        File.WriteAllBytes(folder["in.pth"], torch.ToZip());
        ConverterRun converted = ConverterRun.Of("convert", folder["in.pth"], folder["out"], "--fp16");
        Assert.That(converted.Code, Is.Zero);
        Assert.That(converted.Error, Does.Contain("by 0.0001 at most; 1 elements became 0"));
        using IWeightFile file = WeightFile.Open(folder["out"]);
        Assert.That(file.GetTensor("a").DataType, Is.EqualTo(WeightDataType.F16));
        Assert.That(file.GetTensor("steps").DataType, Is.EqualTo(WeightDataType.I64));
        ConverterRun verified = ConverterRun.Of("verify", folder["in.pth"], folder["out"]);
        Assert.That(verified.Code, Is.EqualTo(1));
        Assert.That(verified.Output, Does.Contain("a: F32 in A, F16 in B").And.Contain("1 tensors equal, 1 different"));
    }

    [Test]
    public void Convert_to_16_bits_refuses_what_16_bits_cannot_hold()
    {
        TorchFile torch = new();
        torch.Add("a", [1], [1e6f]);
        File.WriteAllBytes(folder["in.pth"], torch.ToZip());
        ConverterRun converted = ConverterRun.Of("convert", folder["in.pth"], folder["out"], "--fp16");
        Assert.That(converted.Code, Is.EqualTo(1));
        Assert.That(converted.Error, Does.Contain("tensor 'a': element 0 is 1000000").And.Not.Contain("\n\n"));
        Assert.That(folder.Files, Is.EqualTo(["in.pth"]));
    }

    [Test]
    public void Existing_target_is_kept_unless_forced()
    {
        File.WriteAllBytes(folder["in.pth"], TorchFile.WithTwoTensors().ToZip());
        File.WriteAllText(folder["out"], "old");
        ConverterRun refused = ConverterRun.Of("convert", folder["in.pth"], folder["out"]);
        Assert.That(refused.Code, Is.EqualTo(1));
        Assert.That(refused.Error, Does.Contain("--force"));
        Assert.That(File.ReadAllText(folder["out"]), Is.EqualTo("old"));
        Assert.That(ConverterRun.Of("convert", folder["in.pth"], folder["out"], "--force").Code, Is.Zero);
        Assert.That(ConverterRun.Of("convert", folder["in.pth"], folder["in.pth"], "--force").Code, Is.EqualTo(1));
    }

    [Test]
    public void Damaged_source_leaves_no_target()
    {
        TorchFile torch = TorchFile.WithTwoTensors();
        List<ZipRecord> records = torch.Records();
        records[1] = records[1] with { Crc = 1 };
        File.WriteAllBytes(folder["in.pth"], new ZipBytes().Write(records));
        ConverterRun converted = ConverterRun.Of("convert", folder["in.pth"], folder["out"]);
        Assert.That(converted.Code, Is.EqualTo(1));
        Assert.That(converted.Error.Trim(), Does.Contain("checksum").And.Not.Contains("\n"));
        Assert.That(folder.Files, Is.EqualTo(["in.pth"]));
    }

    [Test]
    public void Inspect_shows_a_table()
    {
        TorchFile torch = TorchFile.WithTwoTensors();
        torch.Add("odd", [4], [float.NaN, 2f, float.NegativeInfinity, float.NaN]);
        File.WriteAllBytes(folder["in.pth"], torch.ToZip());
        ConverterRun inspected = ConverterRun.Of("inspect", folder["in.pth"]);
        string[] lines = inspected.Output.Split(Environment.NewLine);
        Assert.That(inspected.Code, Is.Zero);
        Assert.That(inspected.Output, Does.Contain("format    TorchZip").And.Contain("sha256    "));
        Assert.That(lines, Has.One.Matches(@"^steps +I64 +\[\] +7 +7 +0 +0$"));
        Assert.That(lines, Has.One.Matches(@"^odd +F32 +\[4\] +-Infinity +2 +2 +1$"));
    }

    [Test]
    public void Tensors_without_elements_pass_through_every_command()
    {
        TorchFile torch = TorchFile.WithTwoTensors();
        torch.Add("none", [3, 0, 5], []);
        torch.Tensors.Add(new TorchFileTensor("behind", "0", [0, 2], [2, 1], 6));
        File.WriteAllBytes(folder["in.pth"], torch.ToZip());
        ConverterRun converted = ConverterRun.Of("convert", folder["in.pth"], folder["out"]);
        Assert.That(converted.Code, Is.Zero, converted.Error);
        ConverterRun verified = ConverterRun.Of("verify", folder["in.pth"], folder["out"]);
        Assert.That(verified.Output.Trim(), Is.EqualTo("4 tensors equal, 0 different; largest difference 0"));
        string[] lines = ConverterRun.Of("inspect", folder["out"]).Output.Split(Environment.NewLine);
        Assert.That(lines, Has.One.Matches(@"^none +F32 +\[3, 0, 5\] +- +- +0 +0$"));
        Assert.That(lines, Has.One.Matches(@"^behind +F32 +\[0, 2\] +- +- +0 +0$"));
    }

    [Test]
    public void Inspect_gives_json()
    {
        TorchFile torch = TorchFile.WithTwoTensors();
        torch.Add("odd", [4], [float.NaN, 2f, float.NegativeInfinity, float.NaN]);
        torch.Add("none", [1], [float.NaN]);
        byte[] bytes = torch.ToZip();
        File.WriteAllBytes(folder["in.pth"], bytes);
        using JsonDocument json = JsonDocument.Parse(ConverterRun.Of("inspect", folder["in.pth"], "--json").Output);
        JsonElement[] tensors = [.. json.RootElement.GetProperty("tensors").EnumerateArray()];
        Assert.That(
            json.RootElement.GetProperty("sha256").GetString(),
            Is.EqualTo(Convert.ToHexStringLower(SHA256.HashData(bytes))));
        Assert.That(tensors[0].GetProperty("name").GetString(), Is.EqualTo("conv.weight"));
        Assert.That(tensors[0].GetProperty("shape").GetRawText().Where(char.IsDigit), Is.EqualTo("23"));
        Assert.That(tensors[0].GetProperty("min").GetDouble(), Is.EqualTo(-2.5));
        Assert.That(tensors[0].GetProperty("sha256").GetString(), Has.Length.EqualTo(64));
        Assert.That(tensors[2].GetProperty("nan").GetInt64(), Is.EqualTo(2));
        Assert.That(tensors[2].GetProperty("inf").GetInt64(), Is.EqualTo(1));
        Assert.That(tensors[2].GetProperty("min").GetString(), Is.EqualTo("-Infinity"));
        Assert.That(tensors[3].GetProperty("max").ValueKind, Is.EqualTo(JsonValueKind.Null));
    }

    [Test]
    public void Verify_tells_every_kind_of_difference()
    {
        TorchFile first = new();
        first.Add("same", [2], [1f, float.NaN]);
        first.Add("value", [2], [1f, 2f]);
        first.Add("shape", [2], [1f, 2f]);
        first.Add("nan", [1], [1f]);
        first.Add("first", [1], [1f]);
        TorchFile second = new();
        second.Add("same", [2], [1f, float.NaN]);
        second.Add("value", [2], [1f, 2.5f]);
        second.Add("shape", [1, 2], [1f, 2f]);
        second.Add("nan", [1], [float.NaN]);
        second.Add("second", [1], [1f]);
        File.WriteAllBytes(folder["a"], first.ToZip());
        File.WriteAllBytes(folder["b"], second.ToLegacy());
        ConverterRun verified = ConverterRun.Of("verify", folder["a"], folder["b"]);
        Assert.That(verified.Code, Is.EqualTo(1));
        Assert.That(verified.Output, Does.Contain("value: F32, largest difference 0.5"));
        Assert.That(verified.Output, Does.Contain("shape: shape [2] in A, [1, 2] in B"));
        Assert.That(verified.Output, Does.Contain("nan: F32, largest difference Infinity"));
        Assert.That(verified.Output, Does.Contain("first: only in A").And.Contain("second: only in B"));
        Assert.That(verified.Output, Does.Contain("1 tensors equal, 5 different"));
    }

    [TestCase("convert")]
    [TestCase("convert", "only-one")]
    [TestCase("inspect", "a", "b")]
    [TestCase("verify", "a")]
    [TestCase("melt", "a")]
    [TestCase("inspect", "a", "--fp16")]
    [TestCase]
    public void Wrong_usage_is_one_line_and_exit_code_2(params string[] arguments)
    {
        ConverterRun result = ConverterRun.Of(arguments);
        Assert.That(result.Code, Is.EqualTo(2));
        Assert.That(result.Error.Trim(), Does.StartWith("yolact-convert: ").And.Not.Contains("\n"));
        Assert.That(result.Output, Is.Empty);
    }

    [TestCase("inspect")]
    [TestCase("convert")]
    [TestCase("verify")]
    public void File_that_cannot_be_read_is_one_line_and_exit_code_1(string command)
    {
        File.WriteAllText(folder["text"], "hello\n");
        foreach (string name in new[] { "text", "absent" })
        {
            ConverterRun result = command == "inspect"
                ? ConverterRun.Of(command, folder[name])
                : ConverterRun.Of(command, folder[name], folder["out"]);
            Assert.That(result.Code, Is.EqualTo(1));
            Assert.That(result.Error.Trim(), Does.StartWith("yolact-convert: " + folder[name]).And.Not.Contains("\n"));
        }

        Assert.That(folder.Files, Is.EqualTo(["text"]));
    }

    [Test]
    public void Help_goes_to_standard_output()
    {
        ConverterRun result = ConverterRun.Of("--help");
        Assert.That(result.Code, Is.Zero);
        Assert.That(result.Output, Does.Contain("convert").And.Contain("inspect").And.Contain("verify"));
    }

    [TestCase("tiny_resnet_54_800000.pth")]
    [TestCase("tiny_plus_54_800000.pth")]
    [TestCase("tiny_darknet_54_800000.pth")]
    [TestCase("tiny_resnet_legacy_10_32100.pth")]
    [TestCase("tiny_imagenet_init.pth")]
    [Category("Golden")]
    public void Golden_checkpoint_converts_and_verifies(string name)
    {
        string path = GoldenFolder.File(name);
        Assert.That(ConverterRun.Of("convert", path, folder["out.safetensors"]).Code, Is.Zero);
        ConverterRun verified = ConverterRun.Of("verify", path, folder["out.safetensors"]);
        Assert.That(verified.Code, Is.Zero, verified.Output);
        Assert.That(verified.Output, Does.Contain(" 0 different; largest difference 0"));
    }
}
