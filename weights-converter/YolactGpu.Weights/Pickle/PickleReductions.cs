namespace YolactGpu.Weights.Pickle;

/// <summary>
/// What the allowed globals stand for when a pickle "calls" them: a dictionary, a tensor's description, bytes. Nothing
/// is called; each is a record made of checked arguments.
/// </summary>
internal sealed class PickleReductions(PickleReader reader, PickleBudget budget, PickleBuilder builder)
{
    private const int RecordSize = 192;

    private readonly Dictionary<string, StorageReference> storages = new(StringComparer.Ordinal);

    /// <summary>The storages named so far, by key.</summary>
    internal IReadOnlyDictionary<string, StorageReference> Storages => storages;

    internal PickleGlobal Global(string module, string name) =>
        PickleGlobals.Find(module, name)
        ?? throw reader.Error(
            $"its pickle names {Quoted.Text($"{module}.{name}")}, {PickleGlobals.Refusal(module, name)}; "
            + "a weights file must hold dense tensors only, such as torch.save(model.state_dict()) writes");

    internal object Reduce(object? callable, object? arguments)
    {
        if (callable is not PickleGlobal global || arguments is not PickleTuple tuple)
        {
            throw reader.Error("its pickle calls something else than an allowed name with a tuple; it is refused");
        }

        budget.Take(RecordSize);
        object?[] items = tuple.Items;
        return global.Kind switch
        {
            PickleGlobalKind.OrderedDictionary => Dictionary(items),
            PickleGlobalKind.Counter => Dictionary(items),
            PickleGlobalKind.Size when items is [PickleTuple size] => size,
            PickleGlobalKind.Size when items is [PickleList size] => new PickleTuple(Copy(size)),
            PickleGlobalKind.RebuildTensor => Tensor(global, items),
            PickleGlobalKind.RebuildTensorTyped => TypedTensor(global, items),
            PickleGlobalKind.RebuildParameter when items is [TensorReference tensor, ..] => tensor,
            PickleGlobalKind.EncodeBytes when items is [string text, "latin1" or "latin-1"] => Latin1(text),
            PickleGlobalKind.Opaque => new PickleOpaque(global.ToString()),
            _ => throw BadCall(global),
        };
    }

    /// <summary>Takes the state that a pickle gives an object it has made: attributes that are not weights.</summary>
    internal void Build(object? target, object? state)
    {
        if (target is PickleOpaque)
        {
            return;
        }

        // Looking at the same state again and again is paid for like a copy.
        PickleDictionary? attributes = state as PickleDictionary;
        budget.Take(8L * (attributes?.Items.Count ?? 0));
        if (target is not PickleDictionary || attributes is null || !attributes.Items.All(IsPlainAttribute))
        {
            throw reader.Error(
                "its pickle sets the state of an object; only an OrderedDict may have one, of plain attributes");
        }
    }

    /// <summary>The storage that a persistent id names: ('storage', type, key, location, count[, view]).</summary>
    internal StorageReference Storage(object? id)
    {
        budget.Take(RecordSize);
        object?[] items = (id as PickleTuple)?.Items ?? [];
        if (items is not ["storage", PickleGlobal type, string key, _, long count, .. object?[] rest]
            || type.Kind != PickleGlobalKind.Storage
            || count < 0)
        {
            throw reader.Error(
                "a persistent id of its pickle is not ('storage', a storage type, key, location, count), and must be");
        }

        StorageReference reference = rest switch
        {
            [] or [null] => new StorageReference(key, type.DataType, count, 0, count),
            [PickleTuple { Items: [string, long start, long size] }]
                when start >= 0 && size >= 0 && start <= count && size <= count - start =>
                new StorageReference(key, type.DataType, size, start, count),
            _ => throw reader.Error(
                $"storage {Quoted.Text(key)} of {count} elements has a view that is not (key, start, size) inside it"),
        };
        if (!storages.TryAdd(key, reference)
            && (storages[key].DataType != reference.DataType || storages[key].RootCount != reference.RootCount))
        {
            throw reader.Error(
                $"storage {Quoted.Text(key)} has {reference.RootCount} elements of {reference.DataType} here; "
                + $"it must have {storages[key].RootCount} of {storages[key].DataType}, as before");
        }

        return reference;
    }

    private static bool IsPlainAttribute(KeyValuePair<object?, object?> item) =>
        item.Key is string name && !name.StartsWith("__", StringComparison.Ordinal);

    private PickleDictionary Dictionary(object?[] arguments)
    {
        PickleDictionary dictionary = new();
        switch (arguments)
        {
            case []:
                break;
            case [PickleDictionary source]:
                foreach (KeyValuePair<object?, object?> item in source.Items)
                {
                    builder.SetItem(dictionary, item.Key, item.Value);
                }

                break;
            case [PickleList pairs]:
                foreach (object? pair in pairs.Items)
                {
                    object?[] items = pair switch
                    {
                        PickleTuple { Items.Length: 2 } tuple => tuple.Items,
                        PickleList { Items.Count: 2 } list => Copy(list),
                        _ => throw reader.Error("an OrderedDict of its pickle is made of something else than pairs"),
                    };
                    builder.SetItem(dictionary, items[0], items[1]);
                }

                break;
            default:
                throw reader.Error("an OrderedDict of its pickle is made of neither a list nor a dictionary");
        }

        return dictionary;
    }

    private TensorReference Tensor(PickleGlobal global, object?[] arguments)
    {
        // storage, offset, size, stride[, requires_grad, backward_hooks[, metadata]]
        if (arguments is not [
                StorageReference storage, long offset, PickleTuple shape, PickleTuple strides, .. object?[] rest]
            || rest.Length > 3)
        {
            throw BadCall(global);
        }

        if (storage.DataType is null)
        {
            throw reader.Error($"storage {Quoted.Text(storage.Key)} is untyped; its tensor must say its type");
        }

        CheckMetadata(rest.Length == 3 ? rest[2] : null);
        return View(global, storage, storage.DataType.Value, offset, shape, strides);
    }

    private TensorReference TypedTensor(PickleGlobal global, object?[] arguments)
    {
        // storage, offset, size, stride, requires_grad, backward_hooks, dtype[, metadata]
        if (arguments is not [
                StorageReference storage, long offset, PickleTuple shape, PickleTuple strides, _, _,
                PickleGlobal { Kind: PickleGlobalKind.DataType, DataType: WeightDataType dataType }, .. object?[] rest]
            || rest.Length > 1)
        {
            throw BadCall(global);
        }

        CheckMetadata(rest.Length == 1 ? rest[0] : null);
        return View(global, storage, dataType, offset, shape, strides);
    }

    private TensorReference View(
        PickleGlobal global,
        StorageReference storage,
        WeightDataType dataType,
        long offset,
        PickleTuple shape,
        PickleTuple strides)
    {
        bool isView = shape.Items.Length == strides.Items.Length
            && shape.Items.Length <= WeightTensorInfo.MaxRank
            && shape.Items.All(size => size is long)
            && strides.Items.All(stride => stride is long);
        if (!isView)
        {
            throw BadCall(global);
        }

        budget.Take(16L * shape.Items.Length);
        return new TensorReference(
            storage,
            dataType,
            offset,
            [.. shape.Items.Select(size => (long)size!)],
            [.. strides.Items.Select(stride => (long)stride!)]);
    }

    private void CheckMetadata(object? metadata)
    {
        // A conjugate or negative bit would change the values.
        if (metadata is not (null or PickleDictionary { Items.Count: 0 }))
        {
            throw reader.Error("a tensor of its pickle has metadata (such as a negative bit); it must have none");
        }
    }

    private byte[] Latin1(string text)
    {
        budget.Take(text.Length);
        byte[] bytes = new byte[text.Length];
        for (int index = 0; index < text.Length; index++)
        {
            bytes[index] = text[index] <= byte.MaxValue
                ? (byte)text[index]
                : throw reader.Error("a text of its pickle that stands for bytes has a character above 255");
        }

        return bytes;
    }

    private object?[] Copy(PickleList list)
    {
        budget.Take(8L * list.Items.Count);
        return [.. list.Items];
    }

    private WeightsException BadCall(PickleGlobal global) =>
        reader.Error($"its pickle calls {global} with other arguments than PyTorch does");
}
