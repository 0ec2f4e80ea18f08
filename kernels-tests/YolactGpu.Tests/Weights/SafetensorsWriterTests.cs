using System.Buffers.Binary;
using System.Text;
using NUnit.Framework;
using YolactGpu.Tests.Weights.Support;
using YolactGpu.Weights;

namespace YolactGpu.Tests.Weights;

[TestFixture]
public sealed class SafetensorsWriterTests
{
    private ScratchFolder folder = null!;

    [SetUp]
    public void MakeFolder() => folder = new ScratchFolder();

    [TearDown]
    public void RemoveFolder() => folder.Dispose();

    [Test]
    public void What_is_written_is_read_back()
    {
        WeightTensorInfo[] tensors =
        [
            new("flag", WeightDataType.BOOL, [3]),
            new("half", WeightDataType.F16, [1, 3]),
            new("brain", WeightDataType.BF16, [3]),
            new("single", WeightDataType.F32, [3, 1]),
            new("double", WeightDataType.F64, [3]),
            new("steps", WeightDataType.I64, []),
            new("small", WeightDataType.I16, [2]),
            new("empty", WeightDataType.F32, [0]),
        ];
        float[] values = [1.5f, -0f, float.NaN];
        using (SafetensorsWriter writer = SafetensorsWriter.Create(
            folder["w.safetensors"], tensors, new Dictionary<string, string> { ["format"] = "pt", ["ü\""] = "\n" }))
        {
            writer.Write("steps", [long.MinValue]);
            writer.Write("small", [-32768, 32767]);
            writer.Write("flag", [1, 0, 1]);
            writer.Write("empty", ReadOnlySpan<float>.Empty);
            foreach (string name in new[] { "half", "brain", "single", "double" })
            {
                writer.Write(name, values);
            }

            writer.Commit();
        }

        using IWeightFile file = WeightFile.Open(folder["w.safetensors"]);
        Assert.That(
            file.Tensors.Select(tensor => tensor.ToString()),
            Is.EqualTo(tensors.Select(tensor => tensor.ToString())));
        Assert.That(file.Metadata, Has.Count.EqualTo(2).And.ContainKey("ü\"").WithValue("\n"));
        Assert.That(file.ReadInt64("flag"), Is.EqualTo([1L, 0L, 1L]));
        Assert.That(file.ReadInt64("steps"), Is.EqualTo([long.MinValue]));
        Assert.That(file.ReadInt64("small"), Is.EqualTo([-32768L, 32767L]));
        foreach (string name in new[] { "half", "brain", "single", "double" })
        {
            Assert.That(file.ReadSingles(name), Is.EqualTo(values), name);
        }
    }

    [Test]
    public void Every_tensor_is_aligned_to_its_elements()
    {
        WeightTensorInfo[] tensors =
        [
            new("a", WeightDataType.U8, [3]), new("b", WeightDataType.F32, [1]), new("c", WeightDataType.F64, [1]),
        ];
        using (SafetensorsWriter writer = SafetensorsWriter.Create(folder["w"], tensors))
        {
            writer.Write("a", [1, 2, 3]);
            writer.Write("b", [1f]);
            writer.Write("c", [1f]);
            writer.Commit();
        }

        byte[] bytes = File.ReadAllBytes(folder["w"]);
        long header = BinaryPrimitives.ReadInt64LittleEndian(bytes);
        string json = Encoding.UTF8.GetString(bytes, 8, (int)header);
        Assert.That((8 + header) % 8, Is.Zero);
        Assert.That(json, Does.Contain("\"c\":{\"dtype\":\"F64\",\"shape\":[1],\"data_offsets\":[0,8]}"));
        Assert.That(json, Does.Contain("\"b\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[8,12]}"));
        Assert.That(json, Does.Contain("\"a\":{\"dtype\":\"U8\",\"shape\":[3],\"data_offsets\":[12,15]}"));
    }

    [Test]
    public void Stream_longer_than_a_chunk_is_copied_whole()
    {
        byte[] data = new byte[(64 * 1024 * 2) + 12];
        new Random(1).NextBytes(data);
        foreach (int length in new[] { 64 * 1024, data.Length, 4, 0 })
        {
            using SafetensorsWriter writer = SafetensorsWriter.Create(
                folder["w"], [new WeightTensorInfo("a", WeightDataType.F32, [length / 4])], overwrite: true);
            using MemoryStream stream = new(data, 0, length);
            writer.Write("a", stream);
            writer.Commit();
            using IWeightFile file = WeightFile.Open(folder["w"]);
            Assert.That(file.ReadBytes("a"), Is.EqualTo(data.AsSpan(0, length).ToArray()));
        }
    }

    [TestCase(3)]
    [TestCase(5)]
    [TestCase(70_000)]
    public void Stream_of_another_length_is_refused(int length)
    {
        using SafetensorsWriter writer = SafetensorsWriter.Create(folder["w"], [new("a", WeightDataType.U8, [4])]);
        using MemoryStream stream = new(new byte[length]);
        Assert.That(
            () => writer.Write("a", stream), Throws.TypeOf<WeightsException>().With.Message.Contains("4 bytes"));
    }

    [Test]
    public void Nothing_is_left_without_commit()
    {
        using (SafetensorsWriter writer = SafetensorsWriter.Create(folder["w"], [new("a", WeightDataType.F32, [1])]))
        {
            writer.Write("a", [1f]);
            Assert.That(File.Exists(folder["w"]), Is.False);
        }

        Assert.That(folder.Files, Is.Empty);
    }

    [Test]
    public void Existing_file_is_kept_unless_overwriting_is_asked_for()
    {
        File.WriteAllText(folder["w"], "old");
        Assert.That(
            () => SafetensorsWriter.Create(folder["w"], []),
            Throws.TypeOf<WeightsException>().With.Message.Contains("is there already"));
        using (SafetensorsWriter unfinished = SafetensorsWriter.Create(folder["w"], [], overwrite: true))
        {
            Assert.That(File.ReadAllText(folder["w"]), Is.EqualTo("old"));
        }

        Assert.That(File.ReadAllText(folder["w"]), Is.EqualTo("old"));
        using (SafetensorsWriter writer = SafetensorsWriter.Create(folder["w"], [], overwrite: true))
        {
            writer.Commit();
        }

        Assert.That(folder.Files, Is.EqualTo(["w"]));
        using IWeightFile file = WeightFile.Open(folder["w"]);
        Assert.That(file.Tensors, Is.Empty);
    }

    [Test]
    public void File_that_appears_meanwhile_is_kept()
    {
        using (SafetensorsWriter writer = SafetensorsWriter.Create(folder["w"], []))
        {
            File.WriteAllText(folder["w"], "new");
            Assert.That(writer.Commit, Throws.TypeOf<WeightsException>());
        }

        Assert.That(File.ReadAllText(folder["w"]), Is.EqualTo("new"));
        Assert.That(folder.Files, Is.EqualTo(["w"]));
    }

    [Test]
    public void Commit_asks_for_every_tensor()
    {
        using SafetensorsWriter writer = SafetensorsWriter.Create(
            folder["w"], [new("a", WeightDataType.F32, [1]), new("b", WeightDataType.F32, [1])]);
        writer.Write("a", [1f]);
        Assert.That(writer.Commit, Throws.TypeOf<WeightsException>().With.Property("Tensor").EqualTo("b"));
        Assert.That(() => writer.Write("a", [1f]), Throws.TypeOf<WeightsException>());
        Assert.That(() => writer.Write("c", [1f]), Throws.TypeOf<WeightsException>());
    }

    [Test]
    public void Values_that_do_not_fit_are_refused()
    {
        using SafetensorsWriter writer = SafetensorsWriter.Create(
            folder["w"], [new("half", WeightDataType.F16, [2]), new("byte", WeightDataType.U8, [2])]);
        Assert.That(
            () => writer.Write("half", [1f, 65520f]),
            Throws.TypeOf<WeightsException>().With.Message.Contains("element 1 is 65520"));
        Assert.That(
            () => writer.Write("byte", [0, 256]),
            Throws.TypeOf<WeightsException>().With.Message.Contains("element 1 is 256"));
        Assert.That(() => writer.Write("byte", [1f, 2f]), Throws.TypeOf<WeightsException>());
        Assert.That(() => writer.Write("half", [1L, 2L]), Throws.TypeOf<WeightsException>());
        Assert.That(() => writer.Write("half", [1f]), Throws.ArgumentException);
        writer.Write("half", [float.PositiveInfinity, 65504f]);
    }

    [Test]
    public void Names_that_clash_are_refused()
    {
        WeightTensorInfo tensor = new("a", WeightDataType.F32, [1]);
        WeightTensorInfo metadata = new("__metadata__", WeightDataType.F32, [1]);
        Assert.That(() => SafetensorsWriter.Create(folder["w"], [tensor, tensor]), Throws.TypeOf<WeightsException>());
        Assert.That(() => SafetensorsWriter.Create(folder["w"], [metadata]), Throws.TypeOf<WeightsException>());
        Assert.That(folder.Files, Is.Empty);
    }

    [Test]
    public void Place_that_cannot_be_written_is_named()
    {
        Assert.That(
            () => SafetensorsWriter.Create(folder["absent/w"], []),
            Throws.TypeOf<WeightsException>().With.Message.Contains("must exist"));
        Assert.That(
            () => SafetensorsWriter.Create(folder[""], [], overwrite: true),
            Throws.TypeOf<WeightsException>().With.Message.Contains("is a folder"));
    }
}
