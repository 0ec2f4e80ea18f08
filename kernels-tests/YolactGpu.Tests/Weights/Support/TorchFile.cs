using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace YolactGpu.Tests.Weights.Support;

/// <summary>A storage of a handmade PyTorch file.</summary>
internal sealed record TorchFileStorage(string Key, string TypeName, long Count, byte[] Data);

/// <summary>A tensor of a handmade PyTorch file: a view of the storage of that key.</summary>
internal sealed record TorchFileTensor(string Name, string StorageKey, long[] Shape, long[] Strides, long Offset = 0)
{
    internal bool IsParameter { get; init; }

    /// <summary>The view of the root storage that files before PyTorch 1.1 could hold: key, start, count.</summary>
    internal (string Key, long Start, long Count)? StorageView { get; init; }
}

/// <summary>Writes the two formats of torch.save from tensors and storages that are given, right or wrong.</summary>
internal sealed class TorchFile
{
    internal List<TorchFileStorage> Storages { get; } = [];

    internal List<TorchFileTensor> Tensors { get; } = [];

    internal string Folder { get; init; } = "archive/";

    internal bool IsDeflated { get; init; }

    internal bool IsWide { get; init; }

    internal string? ByteOrder { get; init; }

    /// <summary>The key of the state dict in an outer dictionary that has an epoch and an optimizer too.</summary>
    internal string? Wrapper { get; init; }

    internal static TorchFile WithTwoTensors(bool isDeflated = false, bool isWide = false)
    {
        TorchFile file = new() { IsDeflated = isDeflated, IsWide = isWide };
        file.Add("conv.weight", [2, 3], [1f, -2.5f, 3f, float.MaxValue, 1e-40f, -0f]);
        file.AddStorage("1", "LongStorage", MemoryMarshal.AsBytes<long>([7]).ToArray(), 1);
        file.Tensors.Add(new TorchFileTensor("steps", "1", [], []));
        return file;
    }

    internal void Add(string name, long[] shape, float[] values)
    {
        string key = Storages.Count.ToString(System.Globalization.CultureInfo.InvariantCulture);
        AddStorage(key, "FloatStorage", MemoryMarshal.AsBytes<float>(values).ToArray(), values.Length);
        Tensors.Add(new TorchFileTensor(name, key, shape, Contiguous(shape)));
    }

    internal void AddStorage(string key, string typeName, byte[] data, long count) =>
        Storages.Add(new TorchFileStorage(key, typeName, count, data));

    internal byte[] ToZip(ZipBytes? zip = null) => (zip ?? new ZipBytes()).Write(Records());

    internal List<ZipRecord> Records()
    {
        List<ZipRecord> records = [Record("data.pkl", Pickle())];
        records.AddRange(Storages.Select(storage => Record("data/" + storage.Key, storage.Data)));
        if (ByteOrder is not null)
        {
            records.Add(Record("byteorder", Encoding.ASCII.GetBytes(ByteOrder)));
        }

        records.Add(Record("version", "3\n"u8.ToArray()));
        return records;
    }

    internal byte[] ToLegacy()
    {
        PickleBytes file = new PickleBytes()
            .Proto().Raw(0x8a, 0x0a, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19).Stop()
            .Proto().Op('M').Raw(0xe9, 0x03).Stop()
            .Proto().EmptyDictionary().Mark().Text("protocol_version").Op('M').Raw(0xe9, 0x03)
            .Text("little_endian").Boolean(true).SetItems().Stop()
            .Raw(Pickle(isLegacy: true))
            .Proto().Op(']').Mark();
        Storages.ForEach(storage => file.Text(storage.Key));
        file.Op('e').Stop();
        foreach (TorchFileStorage storage in Storages)
        {
            byte[] count = new byte[8];
            BinaryPrimitives.WriteInt64LittleEndian(count, storage.Count);
            file.Raw(count).Raw(storage.Data);
        }

        return file.ToArray();
    }

    /// <summary>The pickle of the state dict; legacy files say of each storage whether it is a view.</summary>
    internal byte[] Pickle(bool isLegacy = false)
    {
        PickleBytes pickle = new PickleBytes().Proto();
        if (Wrapper is not null)
        {
            pickle.EmptyDictionary().Mark().Text("epoch").Integer(54).Text("optimizer").EmptyDictionary().Text(Wrapper);
        }

        pickle.Global("collections", "OrderedDict").EmptyTuple().Reduce().Mark();
        Tensors.ForEach(tensor => WriteTensor(pickle, tensor, isLegacy));
        pickle.SetItems();
        if (Wrapper is not null)
        {
            pickle.SetItems();
        }

        return pickle.Stop().ToArray();
    }

    internal static long[] Contiguous(long[] shape)
    {
        long[] strides = new long[shape.Length];
        long stride = 1;
        for (int axis = shape.Length - 1; axis >= 0; axis--)
        {
            strides[axis] = stride;
            stride *= shape[axis];
        }

        return strides;
    }

    private void WriteTensor(PickleBytes pickle, TorchFileTensor tensor, bool isLegacy)
    {
        TorchFileStorage storage = Storages.First(storage => storage.Key == tensor.StorageKey);
        pickle.Text(tensor.Name);
        if (tensor.IsParameter)
        {
            pickle.Global("torch._utils", "_rebuild_parameter").Mark();
        }

        pickle.Global("torch._utils", "_rebuild_tensor_v2").Mark();
        pickle.Mark().Text("storage").Global("torch", storage.TypeName).Text(storage.Key).Text("cpu");
        pickle.Integer(storage.Count);
        if (tensor.StorageView is (string key, long start, long count))
        {
            pickle.Mark().Text(key).Integer(start).Integer(count).Tuple();
        }
        else if (isLegacy)
        {
            pickle.None();
        }

        pickle.Tuple().Op('Q').Integer(tensor.Offset).Integers(tensor.Shape).Integers(tensor.Strides).Boolean(false);
        pickle.Global("collections", "OrderedDict").EmptyTuple().Reduce().Tuple().Reduce();
        if (tensor.IsParameter)
        {
            pickle.Boolean(true).Global("collections", "OrderedDict").EmptyTuple().Reduce().Tuple().Reduce();
        }
    }

    private ZipRecord Record(string name, byte[] data) =>
        new(Folder + name, data) { IsDeflated = IsDeflated, IsWide = IsWide };
}
