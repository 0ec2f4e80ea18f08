using System.Buffers.Binary;
using System.Runtime.InteropServices;
using NUnit.Framework;
using YolactGpu.Tests.Weights.Support;
using YolactGpu.Weights;

namespace YolactGpu.Tests.Weights;

[TestFixture]
public sealed class TorchFormatTests
{
    private static readonly float[] Twelve = [.. Enumerable.Range(0, 12).Select(value => (float)value)];

    [TestCase(false, false)]
    [TestCase(true, false)]
    [TestCase(false, true)]
    [TestCase(true, true)]
    public void Zip_is_read_stored_and_deflated_narrow_and_wide(bool isDeflated, bool isWide)
    {
        TorchFile torch = TorchFile.WithTwoTensors(isDeflated, isWide);
        byte[] zip = torch.ToZip(new ZipBytes { HasWideEnd = isWide, Comment = "a note" });
        using IWeightFile file = WeightFile.Open(zip, "x");
        Assert.That(file.Format, Is.EqualTo(WeightFormat.TorchZip));
        AssertTwoTensors(file);
    }

    [TestCase("")]
    [TestCase("archive/")]
    [TestCase("model/")]
    [TestCase("yolact_base_54_800000/")]
    public void Zip_may_have_any_folder(string folder)
    {
        TorchFile torch = new() { Folder = folder };
        torch.Add("a", [2], [1f, 2f]);
        using IWeightFile file = WeightFile.Open(torch.ToZip(), "x");
        Assert.That(file.ReadSingles("a"), Is.EqualTo([1f, 2f]));
    }

    [Test]
    public void Legacy_stream_is_read()
    {
        using IWeightFile file = WeightFile.Open(TorchFile.WithTwoTensors().ToLegacy(), "x");
        Assert.That(file.Format, Is.EqualTo(WeightFormat.TorchLegacy));
        AssertTwoTensors(file);
    }

    [Test]
    public void Byte_order_big_turns_elements_of_every_size()
    {
        TorchFile torch = new() { ByteOrder = "big" };
        torch.AddStorage("0", "ShortStorage", [0x01, 0x02, 0xff, 0xfe], 2);
        torch.AddStorage("1", "IntStorage", [0x01, 0x02, 0x03, 0x04], 1);
        torch.AddStorage("2", "LongStorage", [0, 0, 0, 0, 0x01, 0x02, 0x03, 0x04], 1);
        torch.AddStorage("3", "ByteStorage", [1, 2], 2);
        torch.AddStorage("4", "ShortStorage", [0, 1, 0, 2, 0, 3, 0, 4], 4);
        torch.Tensors.Add(new TorchFileTensor("short", "0", [2], [1]));
        torch.Tensors.Add(new TorchFileTensor("int", "1", [1], [1]));
        torch.Tensors.Add(new TorchFileTensor("long", "2", [], []));
        torch.Tensors.Add(new TorchFileTensor("byte", "3", [2], [1]));
        torch.Tensors.Add(new TorchFileTensor("turned", "4", [2, 2], [1, 2]));
        using IWeightFile file = WeightFile.Open(torch.ToZip(), "x");
        Assert.That(file.ReadInt64("short"), Is.EqualTo([0x102L, -2L]));
        Assert.That(file.ReadInt64("int"), Is.EqualTo([0x1020304L]));
        Assert.That(file.ReadInt64("long"), Is.EqualTo([0x1020304L]));
        Assert.That(file.ReadInt64("byte"), Is.EqualTo([1L, 2L]));
        Assert.That(file.ReadInt64("turned"), Is.EqualTo([1L, 3L, 2L, 4L]));
    }

    [Test]
    public void Byte_order_little_is_taken_and_another_one_refused()
    {
        TorchFile little = new() { ByteOrder = "little" };
        little.Add("a", [1], [1f]);
        using IWeightFile file = WeightFile.Open(little.ToZip(), "x");
        Assert.That(file.ReadSingles("a"), Is.EqualTo([1f]));
        TorchFile middle = new() { ByteOrder = "middle" };
        middle.Add("a", [1], [1f]);
        Assert.That(
            () => WeightFile.Open(middle.ToZip(), "x"),
            Throws.TypeOf<WeightsException>().With.Message.Contains("byteorder is 'middle'"));
    }

    [TestCase(false, false)]
    [TestCase(true, false)]
    [TestCase(false, true)]
    public void Views_of_one_storage_are_given_out_row_major(bool isLegacy, bool isDeflated)
    {
        TorchFile torch = new() { IsDeflated = isDeflated };
        torch.Add("whole", [3, 4], Twelve);
        torch.Tensors.Add(new TorchFileTensor("row", "0", [4], [1], Offset: 4));
        torch.Tensors.Add(new TorchFileTensor("column", "0", [3], [4], Offset: 1));
        torch.Tensors.Add(new TorchFileTensor("transposed", "0", [4, 3], [1, 4]));
        torch.Tensors.Add(new TorchFileTensor("repeated", "0", [2, 3], [0, 1], Offset: 9));
        torch.Tensors.Add(new TorchFileTensor("sliced", "0", [2, 2], [8, 2]));
        torch.Tensors.Add(new TorchFileTensor("thin", "0", [2, 1, 2], [2, 99, 1]));
        torch.Tensors.Add(new TorchFileTensor("empty", "0", [0, 5], [5, 1], Offset: 12));
        torch.Tensors.Add(new TorchFileTensor("scalar", "0", [], [], Offset: 11) { IsParameter = true });
        using IWeightFile file = WeightFile.Open(isLegacy ? torch.ToLegacy() : torch.ToZip(), "x");
        Assert.That(file.ReadSingles("whole"), Is.EqualTo(Twelve));
        Assert.That(file.ReadSingles("row"), Is.EqualTo([4f, 5f, 6f, 7f]));
        Assert.That(file.ReadSingles("column"), Is.EqualTo([1f, 5f, 9f]));
        Assert.That(file.ReadSingles("transposed"), Is.EqualTo([0f, 4f, 8f, 1f, 5f, 9f, 2f, 6f, 10f, 3f, 7f, 11f]));
        Assert.That(file.ReadSingles("repeated"), Is.EqualTo([9f, 10f, 11f, 9f, 10f, 11f]));
        Assert.That(file.ReadSingles("sliced"), Is.EqualTo([0f, 2f, 8f, 10f]));
        Assert.That(file.ReadSingles("thin"), Is.EqualTo([0f, 1f, 2f, 3f]));
        Assert.That(file.ReadSingles("empty"), Is.Empty);
        Assert.That(file.ReadSingles("scalar"), Is.EqualTo([11f]));
    }

    [Test]
    public void Strided_views_of_every_element_size_are_gathered()
    {
        TorchFile torch = new();
        string[] types = ["ByteStorage", "HalfStorage", "IntStorage", "DoubleStorage"];
        for (int index = 0; index < types.Length; index++)
        {
            int size = 1 << index;
            byte[] data = new byte[6 * size];
            for (int element = 0; element < 6; element++)
            {
                data[element * size] = (byte)element;
            }

            torch.AddStorage(types[index], types[index], data, 6);
            torch.Tensors.Add(new TorchFileTensor(types[index], types[index], [3, 2], [1, 3]));
        }

        using IWeightFile file = WeightFile.Open(torch.ToZip(), "x");
        for (int index = 0; index < types.Length; index++)
        {
            byte[] bytes = file.ReadBytes(types[index]);
            Assert.That(bytes.Where((_, at) => at % (1 << index) == 0), Is.EqualTo(new byte[] { 0, 3, 1, 4, 2, 5 }));
        }
    }

    [Test]
    public void View_storage_of_old_files_is_a_part_of_its_root()
    {
        TorchFile torch = new();
        torch.Add("whole", [12], Twelve);
        torch.Tensors.Add(
            new TorchFileTensor("part", "0", [2], [1], Offset: 1) { StorageView = ("view", 4, 3) });
        using IWeightFile file = WeightFile.Open(torch.ToLegacy(), "x");
        Assert.That(file.ReadSingles("part"), Is.EqualTo([5f, 6f]));

        torch.Tensors.Add(new TorchFileTensor("over", "0", [3], [1], Offset: 1) { StorageView = ("view", 4, 3) });
        Assert.That(
            () => WeightFile.Open(torch.ToLegacy(), "x"),
            Throws.TypeOf<WeightsException>().With.Message.Contains("reaches element 3 of its storage, which has 3"));
    }

    [TestCase("state_dict")]
    [TestCase("model")]
    public void Wrapped_state_dict_is_found_and_the_rest_is_listed(string wrapper)
    {
        TorchFile torch = new() { Wrapper = wrapper };
        torch.Add("a", [1], [1f]);
        using IWeightFile file = WeightFile.Open(torch.ToZip(), "x");
        Assert.That(file.Tensors.Single().Name, Is.EqualTo("a"));
        Assert.That(file.Metadata, Is.EqualTo(new Dictionary<string, string> { ["epoch"] = "54" }));
        Assert.That(file.SkippedEntries, Is.EqualTo(["optimizer: a dictionary of 0 entries"]));
    }

    [Test]
    public void Dictionaries_in_dictionaries_give_dotted_names()
    {
        TorchFile torch = new() { Wrapper = "backbone" };
        torch.Add("conv.weight", [1], [1f]);
        using IWeightFile file = WeightFile.Open(torch.ToZip(), "x");
        Assert.That(file.Tensors.Single().Name, Is.EqualTo("backbone.conv.weight"));
        Assert.That(file.SkippedEntries, Is.Empty);
    }

    [Test]
    public void Two_ways_to_one_name_are_refused()
    {
        TorchFile torch = new();
        torch.Add("a", [1], [1f]);
        torch.Add("a", [1], [2f]);
        Assert.That(
            () => WeightFile.Open(torch.ToZip(), "x"),
            Throws.TypeOf<WeightsException>().With.Message.Contains("the key 'a' twice"));
    }

    [Test]
    public void Untyped_storage_takes_its_type_from_the_tensor()
    {
        byte[] pickle = new PickleBytes().Proto().EmptyDictionary().Text("a")
            .Global("torch._utils", "_rebuild_tensor_v3").Mark()
            .Mark().Text("storage").Global("torch.storage", "UntypedStorage").Text("0").Text("cpu").Integer(6).Tuple()
            .Op('Q').Integer(1).Integers([2]).Integers([1]).Boolean(false).EmptyDictionary().Global("torch", "uint16")
            .Tuple().Reduce()
            .Op('s').Stop().ToArray();
        byte[] zip = new ZipBytes().Write(
            new ZipRecord("m/data.pkl", pickle), new ZipRecord("m/data/0", [1, 0, 2, 0, 3, 1]));
        using IWeightFile file = WeightFile.Open(zip, "x");
        Assert.That(file.GetTensor("a").DataType, Is.EqualTo(WeightDataType.U16));
        Assert.That(file.ReadInt64("a"), Is.EqualTo([2L, 259L]));
    }

    [Test]
    public void Damaged_record_is_noticed_when_it_is_read_whole_or_in_part()
    {
        foreach (bool isDeflated in new[] { false, true })
        {
            TorchFile torch = new() { IsDeflated = isDeflated };
            torch.Add("whole", [3, 4], Twelve);
            torch.Tensors.Add(new TorchFileTensor("part", "0", [2], [1]));
            List<ZipRecord> records = torch.Records();
            records[1] = records[1] with { Crc = 1 };
            using IWeightFile file = WeightFile.Open(new ZipBytes().Write(records), "x");
            Assert.That(
                () => file.ReadSingles("whole"), Throws.TypeOf<WeightsException>().With.Message.Contains("checksum"));
            Assert.That(
                () => file.ReadSingles("part"), Throws.TypeOf<WeightsException>().With.Message.Contains("checksum"));
        }
    }

    [Test]
    public void TorchScript_is_told_apart()
    {
        List<ZipRecord> records = TorchFile.WithTwoTensors().Records();
        records.Add(new ZipRecord("archive/constants.pkl", [1]));
        Assert.That(
            () => WeightFile.Open(new ZipBytes().Write(records), "x"),
            Throws.TypeOf<WeightsException>().With.Message.Contains("TorchScript"));
    }

    [Test]
    public void Legacy_stream_must_hold_the_storages_that_its_tensors_name()
    {
        TorchFile torch = TorchFile.WithTwoTensors();
        byte[] whole = torch.ToLegacy();
        AssertRefused([.. whole, 0], "followed by 1 bytes");
        torch.Storages.RemoveAt(1);
        torch.Tensors.RemoveAt(1);
        byte[] bytes = torch.ToLegacy();
        int countAt = bytes.Length - 24 - 8;
        Assert.That(BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(countAt)), Is.EqualTo(6));
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(countAt), 5);
        AssertRefused(bytes, "has 5 elements where it lies; it must have the 6");

        TorchFile extra = TorchFile.WithTwoTensors();
        extra.AddStorage("2", "FloatStorage", new byte[4], 1);
        AssertRefused(extra.ToLegacy(), "not one of those");
    }

    [TestCase(false)]
    [TestCase(true)]
    public void File_of_fifty_thousand_tensors_is_read(bool isLegacy)
    {
        TorchFile torch = new();
        torch.Add("0", [4], [1f, 2f, 3f, 4f]);
        for (int index = 1; index < 50_000; index++)
        {
            torch.Tensors.Add(new TorchFileTensor($"some.layer.of.many.{index}", "0", [2], [1], index % 3));
        }

        using IWeightFile file = WeightFile.Open(isLegacy ? torch.ToLegacy() : torch.ToZip(), "x");
        Assert.That(file.Tensors, Has.Count.EqualTo(50_000));
        Assert.That(file.ReadSingles("some.layer.of.many.49999"), Is.EqualTo([2f, 3f]));
    }

    private static void AssertRefused(byte[] bytes, string message) => Assert.That(
        () => WeightFile.Open(bytes, "x"), Throws.TypeOf<WeightsException>().With.Message.Contains(message));

    private static void AssertTwoTensors(IWeightFile file)
    {
        Assert.That(
            file.Tensors.Select(tensor => tensor.ToString()), Is.EqualTo(["conv.weight F32 [2, 3]", "steps I64 []"]));
        float[] expected = [1f, -2.5f, 3f, float.MaxValue, 1e-40f, -0f];
        Assert.That(
            MemoryMarshal.Cast<float, uint>(file.ReadSingles("conv.weight")).ToArray(),
            Is.EqualTo(MemoryMarshal.Cast<float, uint>(expected).ToArray()));
        Assert.That(file.ReadInt64("steps"), Is.EqualTo([7L]));
    }
}
