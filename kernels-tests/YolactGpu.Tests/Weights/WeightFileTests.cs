using System.Text;
using NUnit.Framework;
using YolactGpu.Tests.Weights.Support;
using YolactGpu.Weights;

namespace YolactGpu.Tests.Weights;

[TestFixture]
public sealed class WeightFileTests
{
    private const string Expected = "expected safetensors, a PyTorch zip, a PyTorch legacy stream or an ncnn .param";

    [TestCase("", "is not a weights file: it is empty; " + Expected)]
    [TestCase("hello", "is not a weights file: it starts with 'hello'; " + Expected)]
    [TestCase("#!/bin/sh\nrm", @"is not a weights file: it starts with '#!/bin/sh\x0arm'; " + Expected)]
    [TestCase("{\"a\": 1}", "is not a weights file: it starts with '{\"a\": 1}'; " + Expected)]
    public void File_of_another_kind_is_refused_with_what_it_starts_with(string content, string message)
    {
        Assert.That(
            () => WeightFile.Open(Encoding.UTF8.GetBytes(content), "some.txt"),
            Throws.TypeOf<WeightsException>().With.Message.EqualTo("some.txt: " + message));
    }

    [Test]
    public void Other_archives_and_pickles_are_told_apart()
    {
        byte[] tar = new byte[1024];
        "ustar"u8.CopyTo(tar.AsSpan(257));
        Assert.That(
            () => WeightFile.Open(tar, "x"), Throws.TypeOf<WeightsException>().With.Message.Contains("it is a tar"));
        byte[] pickle = new PickleBytes().Proto().EmptyDictionary().Stop().ToArray();
        Assert.That(
            () => WeightFile.Open(pickle, "x"),
            Throws.TypeOf<WeightsException>().With.Message.Contains("a pickle without PyTorch's magic number"));
        byte[] zip = new ZipBytes().Write(new ZipRecord("readme.txt", [1]));
        Assert.That(
            () => WeightFile.Open(zip, "x"),
            Throws.TypeOf<WeightsException>().With.Message.Contains("a zip with 0 records named data.pkl"));
        byte[] emptyZip = new ZipBytes().Write();
        Assert.That(() => WeightFile.Open(emptyZip, "x"), Throws.TypeOf<WeightsException>());
    }

    [Test]
    public void File_that_cannot_be_opened_is_named()
    {
        using ScratchFolder folder = new();
        Assert.That(
            () => WeightFile.Open(folder["no.pth"]),
            Throws.TypeOf<WeightsException>().With.Message.EqualTo(folder["no.pth"] + ": there is no such file"));
        Assert.That(
            () => WeightFile.Open(folder["no/no.pth"]),
            Throws.TypeOf<WeightsException>().With.Message.Contains("there is no such file"));
        Assert.That(
            () => WeightFile.Open(folder["."]),
            Throws.TypeOf<WeightsException>().With.Message.Contains("is a folder"));
    }

    [Test]
    public void Path_stream_and_bytes_give_the_same()
    {
        using ScratchFolder folder = new();
        byte[] bytes = TorchFile.WithTwoTensors().ToZip();
        File.WriteAllBytes(folder["w.pth"], bytes);
        using MemoryStream stream = new([1, 2, 3, .. bytes]);
        stream.Position = 3;
        using IWeightFile fromPath = WeightFile.Open(folder["w.pth"]);
        using IWeightFile fromStream = WeightFile.Open(stream, "stream", leaveOpen: true);
        using IWeightFile fromBytes = WeightFile.Open(bytes, "bytes");
        Assert.That(fromPath.Path, Is.EqualTo(folder["w.pth"]));
        Assert.That(fromStream.Path, Is.EqualTo("stream"));
        Assert.That(fromStream.ReadBytes("conv.weight"), Is.EqualTo(fromPath.ReadBytes("conv.weight")));
        Assert.That(fromBytes.ReadBytes("conv.weight"), Is.EqualTo(fromPath.ReadBytes("conv.weight")));
    }

    [Test]
    public void Stream_is_closed_or_left_open_as_asked()
    {
        MemoryStream closed = new(TorchFile.WithTwoTensors().ToLegacy());
        WeightFile.Open(closed, "x").Dispose();
        Assert.That(closed.CanRead, Is.False);
        using MemoryStream left = new(TorchFile.WithTwoTensors().ToLegacy());
        WeightFile.Open(left, "x", leaveOpen: true).Dispose();
        Assert.That(left.CanRead, Is.True);
        MemoryStream faulty = new([1, 2, 3]);
        Assert.That(() => WeightFile.Open(faulty, "x"), Throws.TypeOf<WeightsException>());
        Assert.That(faulty.CanRead, Is.False);
    }

    [Test]
    public void Several_threads_may_read_at_once()
    {
        using ScratchFolder folder = new();
        TorchFile torch = new();
        float[] values = [.. Enumerable.Range(0, 100_000).Select(value => (float)value)];
        torch.Add("a", [values.Length], values);
        torch.Add("b", [values.Length], [.. values.Reverse()]);
        byte[] bytes = torch.ToZip();
        using MemoryStream stream = new(bytes);
        using IWeightFile file = WeightFile.Open(stream, "x");
        Parallel.For(0, 16, index =>
        {
            float[] read = file.ReadSingles(index % 2 == 0 ? "a" : "b");
            Assert.That(read[0], Is.EqualTo(index % 2 == 0 ? 0f : 99_999f));
            Assert.That(read[^1], Is.EqualTo(index % 2 == 0 ? 99_999f : 0f));
        });
    }

    [Test]
    public void File_cut_while_it_is_open_gives_the_typed_error()
    {
        using ScratchFolder folder = new();
        byte[] bytes = SafetensorsBytes.Write("""{"a":{"dtype":"F32","shape":[4],"data_offsets":[0,16]}}""", 16);
        File.WriteAllBytes(folder["w"], bytes);
        using IWeightFile file = WeightFile.Open(folder["w"]);
        using (FileStream? cut = TryOpenForCutting(folder["w"]))
        {
            if (cut is null)
            {
                Assert.Ignore("This system does not let an open file be cut.");
            }

            cut!.SetLength(bytes.Length - 8);
        }

        Assert.That(() => file.ReadSingles("a"), Throws.TypeOf<WeightsException>().With.Message.Contains("was cut"));
    }

    private static FileStream? TryOpenForCutting(string path)
    {
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
        }
        catch (IOException)
        {
            return null;
        }
    }
}
