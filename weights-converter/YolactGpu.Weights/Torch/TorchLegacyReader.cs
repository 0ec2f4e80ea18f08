using System.Globalization;
using YolactGpu.Weights.IO;
using YolactGpu.Weights.Pickle;

namespace YolactGpu.Weights.Torch;

/// <summary>
/// Reads what torch.save wrote before PyTorch 1.6: the pickles of a magic number, of the protocol 1001, of facts about
/// the machine, of the object and of the list of storage keys; then, for each key, the number of elements in 8 bytes
/// and the elements. Numbers and elements are little-endian on every machine.
/// </summary>
internal static class TorchLegacyReader
{
    private const long Protocol = 1001;
    private static readonly Int128 MagicNumber =
        Int128.Parse("119547037146038801333356", CultureInfo.InvariantCulture);

    // LONG1, ten bytes, the number, STOP.
    private static ReadOnlySpan<byte> BinaryMagic =>
        [0x8a, 0x0a, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19, (byte)'.'];

    private static ReadOnlySpan<byte> TextMagic => "L119547037146038801333356L\n."u8;

    internal static bool Recognises(ReadOnlySpan<byte> start)
    {
        if (start.StartsWith(TextMagic))
        {
            return true;
        }

        // PROTO, and from protocol 4 on FRAME with 8 bytes, may come before the number.
        ReadOnlySpan<byte> number = start.Length >= 2 && start[0] == 0x80 ? start[2..] : start;
        number = number.Length >= 9 && number[0] == 0x95 ? number[9..] : number;
        return number.StartsWith(BinaryMagic);
    }

    internal static OpenedWeightFile Read(ByteSource source)
    {
        PickleReader reader = new(source, 0);
        if (Unpickler.Load(reader, out _) is not Int128 magic || magic != MagicNumber)
        {
            throw reader.Error("it does not begin with PyTorch's magic number, and must");
        }

        if (Unpickler.Load(reader, out _) is not Protocol)
        {
            throw reader.Error($"its PyTorch protocol is not {Protocol}, and must be");
        }

        if (Unpickler.Load(reader, out _) is not PickleDictionary)
        {
            throw reader.Error("its third pickle is not a dictionary of facts about the machine, and must be");
        }

        object? root = Unpickler.Load(reader, out IReadOnlyDictionary<string, StorageReference> references);
        TorchStateDict state = TorchStateDict.Find(root, source);
        IReadOnlyDictionary<string, TorchStorage> storages = ReadStorages(source, reader, references);
        TorchStorageTable table = new(source, storages);
        List<WeightTensor> tensors = [.. state.Tensors.Select(tensor => table.Resolve(tensor.Name, tensor.Tensor))];
        return new OpenedWeightFile(
            source.Name, source, WeightFormat.TorchLegacy, tensors, state.Metadata, state.Skipped);
    }

    private static Dictionary<string, TorchStorage> ReadStorages(
        ByteSource source,
        PickleReader reader,
        IReadOnlyDictionary<string, StorageReference> references)
    {
        if (Unpickler.Load(reader, out _) is not PickleList keys)
        {
            throw reader.Error("its fifth pickle is not a list of storage keys, and must be");
        }

        Dictionary<string, TorchStorage> storages = new(StringComparer.Ordinal);
        long position = reader.Position;
        foreach (object? item in keys.Items)
        {
            if (item is not string key || !references.TryGetValue(key, out StorageReference? reference))
            {
                throw source.Error(
                    "a storage key is not one of those that its tensors name, and must be", offset: reader.Position);
            }

            long count = BitConverter.ToInt64(source.Read(position, sizeof(long)));
            if (count != reference.RootCount)
            {
                throw source.Error(
                    $"storage {Quoted.Text(key)} has {count} elements where it lies; "
                    + $"it must have the {reference.RootCount} that its tensors say",
                    offset: position);
            }

            position += sizeof(long);
            Int128 length = (Int128)count * (reference.DataType?.SizeInBytes() ?? 1);
            if (length > source.Length - position)
            {
                throw source.Error(
                    $"storage {Quoted.Text(key)} has {length} bytes; the file ends after {source.Length - position}",
                    offset: position);
            }

            if (!storages.TryAdd(key, new RawTorchStorage(source, position, (long)length)))
            {
                throw source.Error($"storage {Quoted.Text(key)} is there twice; each must be once", offset: position);
            }

            position += (long)length;
        }

        return position == source.Length
            ? storages
            : throw source.Error(
                $"its last storage is followed by {source.Length - position} bytes; it must be followed by none",
                offset: position);
    }
}
