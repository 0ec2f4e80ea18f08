using System.Security.Cryptography;
using System.Text.Json;
using NUnit.Framework;
using YolactGpu.Tests.Converter.Support;
using YolactGpu.Tests.Weights.Support;

namespace YolactGpu.Tests.Converter;

[TestFixture]
public sealed class ManifestTests
{
    private ScratchFolder folder = null!;

    [SetUp]
    public void MakeFolder()
    {
        folder = new ScratchFolder();
        SmallNetwork.WriteCheckpoint(folder["small.safetensors"], SmallNetwork.Config);
        new NcnnYolact(SmallNetwork.Config, SmallNetwork.Weights).Write(folder["yolact.param"]);
        File.WriteAllBytes(folder["two.pth"], TorchFile.WithTwoTensors().ToZip());
        File.WriteAllText(folder["readme.txt"], "hello");
    }

    [TearDown]
    public void RemoveFolder() => folder.Dispose();

    [Test]
    public void Every_weights_file_is_described()
    {
        ConverterRun written = ConverterRun.Of("manifest", folder[""]);
        Assert.That(written.Code, Is.Zero, written.Error);
        Assert.That(written.Output, Does.Contain("manifest.json: 4 files"));
        using JsonDocument json = JsonDocument.Parse(File.ReadAllText(folder["manifest.json"]));
        JsonElement[] entries = [.. json.RootElement.EnumerateArray()];
        byte[] small = File.ReadAllBytes(folder["small.safetensors"]);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(
                entries.Select(entry => entry.GetProperty("file").GetString()),
                Is.EqualTo(["small.safetensors", "two.pth", "yolact.param", "yolact.bin"]));
            Assert.That(entries[0].GetProperty("size").GetInt64(), Is.EqualTo(small.Length));
            Assert.That(entries[0].GetProperty("sha256").GetString(), Is.EqualTo(Convert.ToHexStringLower(SHA256.HashData(small))));
            Assert.That(entries[0].GetProperty("config").GetString(), Is.EqualTo("custom"));
            Assert.That(entries[0].GetProperty("classes").GetArrayLength(), Is.EqualTo(3));
            Assert.That(entries[1].GetProperty("config").ValueKind, Is.EqualTo(JsonValueKind.Null));
            Assert.That(entries[3].GetProperty("format").GetString(), Is.EqualTo("Ncnn"));
        }

        ConverterRun checkedAgain = ConverterRun.Of("manifest", folder[""], "--check");
        Assert.That(checkedAgain.Code, Is.Zero);
        Assert.That(checkedAgain.Output.Trim(), Is.EqualTo("4 files, 0 differences"));
    }

    [Test]
    public void Check_tells_what_has_changed()
    {
        Assert.That(ConverterRun.Of("manifest", folder[""]).Code, Is.Zero);
        File.WriteAllBytes(folder["two.pth"], TorchFile.WithTwoTensors().ToLegacy());
        File.Move(folder["small.safetensors"], folder["moved.safetensors"]);
        ConverterRun found = ConverterRun.Of("manifest", folder[""], "--check");
        Assert.That(found.Code, Is.EqualTo(1));
        Assert.That(found.Output, Does.Contain("two.pth has size").And.Contain("has format 'TorchLegacy'; the manifest has 'TorchZip'"));
        Assert.That(found.Output, Does.Contain("moved.safetensors is not in the manifest"));
        Assert.That(found.Output, Does.Contain("small.safetensors is in the manifest and not in the folder"));
        Assert.That(found.Output, Does.Contain("4 files, 3 differences"));
    }

    [TestCase("{}")]
    [TestCase("null")]
    [TestCase("[null]")]
    [TestCase("[{}]")]
    [TestCase("[{\"file\":null,\"size\":1,\"sha256\":\"\",\"format\":\"\",\"config\":null,\"classes\":[]}]")]
    [TestCase("[[[[[[[[[[[]]]]]]]]]]]")]
    [TestCase("x")]
    public void Manifest_that_is_none_is_one_line(string json)
    {
        File.WriteAllText(folder["manifest.json"], json);
        ConverterRun found = ConverterRun.Of("manifest", folder[""], "--check");
        Assert.That(found.Code, Is.EqualTo(1));
        Assert.That(found.Error.Trim(), Does.Contain("manifest.json: is no manifest").And.Not.Contains("\n"));
    }

    [Test]
    public void Folder_or_manifest_that_is_missing_is_named()
    {
        Assert.That(ConverterRun.Of("manifest", folder["none"]).Error, Does.Contain("there is no such folder"));
        Assert.That(ConverterRun.Of("manifest", folder[""], "--check").Error, Does.Contain("the command without --check writes it"));
    }

    [Test]
    public void Weights_file_that_is_none_is_named_and_nothing_is_written()
    {
        File.WriteAllText(folder["text.pth"], "hello");
        ConverterRun found = ConverterRun.Of("manifest", folder[""]);
        Assert.That(found.Code, Is.EqualTo(1));
        Assert.That(found.Error, Does.Contain("text.pth: is not a weights file"));
        Assert.That(File.Exists(folder["manifest.json"]), Is.False);
    }
}
