namespace YolactGpu.Weights.Pickle;

/// <summary>What an allowed global is for.</summary>
internal enum PickleGlobalKind
{
    Storage,
    DataType,
    OrderedDictionary,
    Counter,
    Size,
    RebuildTensor,
    RebuildTensorTyped,
    RebuildParameter,
    EncodeBytes,
    Opaque,
}

/// <summary>
/// The globals that a weights file may name. The table maps names to records that say what is meant; nothing is looked
/// up by name anywhere else, and no type is ever resolved.
/// </summary>
internal static class PickleGlobals
{
    private static readonly Dictionary<(string Module, string Name), PickleGlobal> Allowed = MakeTable();

    internal static PickleGlobal? Find(string module, string name) => Allowed.GetValueOrDefault((module, name));

    /// <summary>Why a name that is not allowed is not.</summary>
    internal static string Refusal(string module, string name)
    {
        bool isStorage = module == "torch" && name.EndsWith("Storage", StringComparison.Ordinal);
        bool isTensor = module == "torch._utils" && name.StartsWith("_rebuild_", StringComparison.Ordinal);
        return isStorage || isTensor
            ? "a kind of tensor that is not read (complex, quantised, sparse or the like)"
            : "which is not data and is refused";
    }

    private static Dictionary<(string Module, string Name), PickleGlobal> MakeTable()
    {
        Dictionary<(string Module, string Name), PickleGlobal> table = [];
        void Add(string module, string name, PickleGlobalKind kind, WeightDataType? dataType = null) =>
            table.Add((module, name), new PickleGlobal(module, name, kind, dataType));

        foreach ((string prefix, WeightDataType dataType) in new[]
        {
            ("Double", WeightDataType.F64), ("Float", WeightDataType.F32), ("Half", WeightDataType.F16),
            ("BFloat16", WeightDataType.BF16), ("Long", WeightDataType.I64), ("Int", WeightDataType.I32),
            ("Short", WeightDataType.I16), ("Char", WeightDataType.I8), ("Byte", WeightDataType.U8),
            ("Bool", WeightDataType.BOOL),
        })
        {
            Add("torch", prefix + "Storage", PickleGlobalKind.Storage, dataType);
            Add("torch.cuda", prefix + "Storage", PickleGlobalKind.Storage, dataType);
        }

        foreach ((string name, WeightDataType dataType) in new[]
        {
            ("float64", WeightDataType.F64), ("double", WeightDataType.F64),
            ("float32", WeightDataType.F32), ("float", WeightDataType.F32),
            ("float16", WeightDataType.F16), ("half", WeightDataType.F16), ("bfloat16", WeightDataType.BF16),
            ("int64", WeightDataType.I64), ("long", WeightDataType.I64),
            ("int32", WeightDataType.I32), ("int", WeightDataType.I32),
            ("int16", WeightDataType.I16), ("short", WeightDataType.I16), ("int8", WeightDataType.I8),
            ("uint64", WeightDataType.U64), ("uint32", WeightDataType.U32), ("uint16", WeightDataType.U16),
            ("uint8", WeightDataType.U8), ("bool", WeightDataType.BOOL),
        })
        {
            Add("torch", name, PickleGlobalKind.DataType, dataType);
        }

        Add("torch", "UntypedStorage", PickleGlobalKind.Storage);
        Add("torch.storage", "UntypedStorage", PickleGlobalKind.Storage);
        Add("torch", "Size", PickleGlobalKind.Size);
        Add("torch", "device", PickleGlobalKind.Opaque);
        Add("torch._utils", "_rebuild_tensor", PickleGlobalKind.RebuildTensor);
        Add("torch._utils", "_rebuild_tensor_v2", PickleGlobalKind.RebuildTensor);
        Add("torch._utils", "_rebuild_tensor_v3", PickleGlobalKind.RebuildTensorTyped);
        Add("torch._utils", "_rebuild_parameter", PickleGlobalKind.RebuildParameter);
        Add("collections", "OrderedDict", PickleGlobalKind.OrderedDictionary);
        Add("collections", "Counter", PickleGlobalKind.Counter);
        Add("_codecs", "encode", PickleGlobalKind.EncodeBytes);
        Add("numpy", "dtype", PickleGlobalKind.Opaque);
        Add("numpy.core.multiarray", "scalar", PickleGlobalKind.Opaque);
        Add("numpy._core.multiarray", "scalar", PickleGlobalKind.Opaque);
        return table;
    }
}
