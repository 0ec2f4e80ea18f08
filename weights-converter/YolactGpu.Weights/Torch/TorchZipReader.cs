using System.Text;
using YolactGpu.Weights.IO;
using YolactGpu.Weights.Pickle;
using YolactGpu.Weights.Zip;

namespace YolactGpu.Weights.Torch;

/// <summary>
/// Reads what torch.save has written since PyTorch 1.6: a zip that holds, below a folder of any name, data.pkl (the
/// pickle), data/KEY (the bytes of storage KEY) and, in newer files, byteorder.
/// </summary>
internal static class TorchZipReader
{
    private const string PickleName = "data.pkl";
    private const int MaxPickleSize = 64 * 1024 * 1024;

    internal static bool Recognises(ReadOnlySpan<byte> start) =>
        start.StartsWith("PK\x03\x04"u8) || start.StartsWith("PK\x05\x06"u8) || start.StartsWith("PK\x06\x06"u8);

    internal static OpenedWeightFile Read(ByteSource source)
    {
        IReadOnlyDictionary<string, ZipEntry> entries = ZipDirectory.Read(source);
        ZipEntry pickle = FindPickle(source, entries);
        string folder = pickle.Name[..^PickleName.Length];
        bool isBigEndian = ReadIsBigEndian(source, entries, folder);
        object? root = Unpickle(source, pickle);
        TorchStateDict state = TorchStateDict.Find(root, source);

        string dataFolder = folder + "data/";
        Dictionary<string, TorchStorage> storages = new(StringComparer.Ordinal);
        foreach (ZipEntry entry in entries.Values)
        {
            if (entry.Name.StartsWith(dataFolder, StringComparison.Ordinal))
            {
                storages.Add(entry.Name[dataFolder.Length..], new ZipTorchStorage(source, entry, isBigEndian));
            }
        }

        TorchStorageTable table = new(source, storages);
        List<WeightTensor> tensors = [.. state.Tensors.Select(tensor => table.Resolve(tensor.Name, tensor.Tensor))];
        return new OpenedWeightFile(source.Name, source, WeightFormat.TorchZip, tensors, state.Metadata, state.Skipped);
    }

    private static ZipEntry FindPickle(ByteSource source, IReadOnlyDictionary<string, ZipEntry> entries)
    {
        List<ZipEntry> pickles =
        [
            .. entries.Values.Where(entry =>
                entry.Name == PickleName
                || (entry.Name.EndsWith("/" + PickleName, StringComparison.Ordinal)
                    && entry.Name.Count(character => character == '/') == 1)),
        ];
        if (pickles.Count != 1)
        {
            throw source.Error(
                $"is not a weights file: it is a zip with {pickles.Count} records named data.pkl; "
                + "a PyTorch zip must have one");
        }

        string folder = pickles[0].Name[..^PickleName.Length];
        if (entries.ContainsKey(folder + "constants.pkl"))
        {
            throw source.Error(
                "it is a TorchScript archive, which holds a program; it must be a state dict, "
                + "such as torch.save(model.state_dict()) writes");
        }

        return pickles[0];
    }

    private static bool ReadIsBigEndian(
        ByteSource source,
        IReadOnlyDictionary<string, ZipEntry> entries,
        string folder)
    {
        if (!entries.TryGetValue(folder + "byteorder", out ZipEntry? entry))
        {
            return false;
        }

        string order = Encoding.Latin1.GetString(entry.ReadAll(source, 64));
        return order switch
        {
            "little" => false,
            "big" => true,
            _ => throw source.Error(
                $"its byteorder is {Quoted.Text(order)}; it must be 'little' or 'big'", offset: entry.Offset),
        };
    }

    private static object? Unpickle(ByteSource source, ZipEntry entry)
    {
        // A copy: the pickle must have been checked as a whole before its first opcode is believed. Offsets in messages
        // count from its beginning.
        byte[] bytes = entry.ReadAll(source, MaxPickleSize);
        using MemoryByteSource pickle = new(source.Name, bytes);
        PickleReader reader = new(pickle, 0);
        object? root = Unpickler.Load(reader, out _);
        return reader.Remaining == 0
            ? root
            : throw reader.Error($"its pickle is followed by {reader.Remaining} bytes; it must be followed by none");
    }
}
