namespace YolactGpu.Weights;

/// <summary>What can be asked about a <see cref="WeightDataType"/>.</summary>
public static class WeightDataTypes
{
    /// <summary>The size of one element in bytes.</summary>
    public static int SizeInBytes(this WeightDataType dataType) => dataType switch
    {
        WeightDataType.F64 or WeightDataType.I64 or WeightDataType.U64 => 8,
        WeightDataType.F32 or WeightDataType.I32 or WeightDataType.U32 => 4,
        WeightDataType.F16 or WeightDataType.BF16 or WeightDataType.I16 or WeightDataType.U16 => 2,
        WeightDataType.I8 or WeightDataType.U8 or WeightDataType.BOOL => 1,
        _ => throw new ArgumentOutOfRangeException(nameof(dataType), dataType, "dataType must be a named one."),
    };

    /// <summary>True for F64, F32, F16 and BF16.</summary>
    public static bool IsFloatingPoint(this WeightDataType dataType) =>
        dataType is WeightDataType.F64 or WeightDataType.F32 or WeightDataType.F16 or WeightDataType.BF16;

    internal static bool TryParse(string name, out WeightDataType dataType)
    {
        // Enum.TryParse also takes numbers and lists; only the exact names count here.
        return Enum.TryParse(name, ignoreCase: false, out dataType)
            && Enum.IsDefined(dataType)
            && dataType.ToString() == name;
    }
}
