namespace YolactGpu.Weights.Pickle;

// What an unpickled value can be: null, bool, long, Int128, double, string, byte[], or one of the records below.
// None of them does anything.

/// <summary>A value that holds others; Depth is how many levels of such values it is high.</summary>
internal abstract class PickleContainer
{
    internal int Depth { get; private protected set; } = 1;
}

/// <summary>A tuple, or a torch.Size.</summary>
internal sealed class PickleTuple : PickleContainer
{
    internal PickleTuple(object?[] items)
    {
        Items = items;
        foreach (object? item in items)
        {
            Depth = Math.Max(Depth, 1 + ((item as PickleContainer)?.Depth ?? 0));
        }
    }

    internal object?[] Items { get; }
}

/// <summary>A list.</summary>
internal sealed class PickleList : PickleContainer
{
    // Made when needed, here and in dictionaries: most that a pickle makes stay empty.
    private List<object?>? items;

    internal IReadOnlyList<object?> Items => items is null ? [] : items;

    internal void Add(object? item)
    {
        items ??= [];
        items.Add(item);
        Depth = Math.Max(Depth, 1 + ((item as PickleContainer)?.Depth ?? 0));
    }
}

/// <summary>A dictionary in its own order, keyed by texts, numbers, booleans and None.</summary>
internal sealed class PickleDictionary : PickleContainer
{
    private static readonly object NoneKey = new();

    private HashSet<object>? keys;
    private List<KeyValuePair<object?, object?>>? items;

    internal IReadOnlyList<KeyValuePair<object?, object?>> Items => items is null ? [] : items;

    /// <summary>False where the key is there already.</summary>
    internal bool TryAdd(object? key, object? value)
    {
        keys ??= [];
        items ??= [];
        if (!keys.Add(key ?? NoneKey))
        {
            return false;
        }

        items.Add(new KeyValuePair<object?, object?>(key, value));
        Depth = Math.Max(Depth, 1 + ((value as PickleContainer)?.Depth ?? 0));
        return true;
    }

    internal bool TryGetValue(string key, out object? value)
    {
        foreach (KeyValuePair<object?, object?> item in Items)
        {
            if (item.Key is string text && text == key)
            {
                value = item.Value;
                return true;
            }
        }

        value = null;
        return false;
    }
}

/// <summary>An allowed global: a name, and never the thing of that name.</summary>
internal sealed record PickleGlobal(string Module, string Name, PickleGlobalKind Kind, WeightDataType? DataType)
{
    public override string ToString() => $"{Module}.{Name}";
}

/// <summary>Something allowed that carries no weights, such as a torch.device or a NumPy number.</summary>
internal sealed record PickleOpaque(string Description);

/// <summary>A run of elements in the file, before its place is known.</summary>
/// <param name="Key">The storage's name in the file.</param>
/// <param name="DataType">The type of the elements; null for untyped bytes.</param>
/// <param name="Count">The number of elements (of bytes, where untyped).</param>
/// <param name="Start">The first element of Key's storage that belongs to this one; not 0 for old views only.</param>
/// <param name="RootCount">The number of elements in Key's storage.</param>
internal sealed record StorageReference(string Key, WeightDataType? DataType, long Count, long Start, long RootCount);

/// <summary>A view of a storage, before it has been checked.</summary>
internal sealed record TensorReference(
    StorageReference Storage,
    WeightDataType DataType,
    long Offset,
    long[] Shape,
    long[] Strides);
