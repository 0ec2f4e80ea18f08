using NUnit.Framework;
using YolactGpu.Tests.Data;
using YolactGpu.Weights;

namespace YolactGpu.Tests.Library;

/// <summary>Weights files that are not whole or not weights: one clear line, and never anything but a WeightsException.</summary>
public sealed class DamagedWeightsTests
{
    private static readonly Lazy<Dictionary<string, byte[]>> Files = new(WriteFiles);

    [Test]
    public void A_file_cut_off_anywhere_is_refused(
        [Values("tiny.safetensors", "zip.pth", "legacy.pth")] string name,
        [Range(0, 19)] int part)
    {
        byte[] whole = Files.Value[name];
        int length = part switch
        {
            0 => 0,
            1 => 1,
            2 => 9,
            3 => 300,
            19 => whole.Length - 1,
            _ => (int)((long)whole.Length * part / 20),
        };

        AssertRefused(name, whole[..length]);
    }

    [TestCase("The weights are on the other disk.\n")]
    [TestCase("{\"weights\": [1, 2, 3]}")]
    [TestCase("PK\u0003\u0004 is how a zip begins")]
    public void A_text_file_is_refused(string text) => AssertRefused("text.pth", System.Text.Encoding.UTF8.GetBytes(text));

    private static void AssertRefused(string name, byte[] bytes)
    {
        using TemporaryFolder folder = new();
        string path = folder.PathOf(name);
        File.WriteAllBytes(path, bytes);

        WeightsException? error = Assert.Throws<WeightsException>(() => YolactDetector.Create(path, TinyNetwork.Options));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(error!.Message, Does.StartWith(path));
            Assert.That(error.Message, Does.Not.Contain("\n").And.Not.Contain("does not fit"));
        }
    }

    private static Dictionary<string, byte[]> WriteFiles()
    {
        using TemporaryFolder folder = new();
        TinyCheckpoint checkpoint = new(TinyNetwork.Config);
        checkpoint.WriteSafetensors(folder.PathOf("tiny.safetensors"));
        return new Dictionary<string, byte[]>
        {
            ["tiny.safetensors"] = File.ReadAllBytes(folder.PathOf("tiny.safetensors")),
            ["zip.pth"] = checkpoint.ToTorch().ToZip(),
            ["legacy.pth"] = checkpoint.ToTorch().ToLegacy(),
        };
    }
}
