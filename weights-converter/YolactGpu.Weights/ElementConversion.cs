using System.Runtime.InteropServices;

namespace YolactGpu.Weights;

/// <summary>Little-endian elements of any type as floats, doubles or integers.</summary>
internal static class ElementConversion
{
    internal static void ToSingles(WeightDataType dataType, ReadOnlySpan<byte> bytes, Span<float> destination)
    {
        switch (dataType)
        {
            case WeightDataType.F64:
                Convert(MemoryMarshal.Cast<byte, double>(bytes), destination, value => (float)value);
                break;
            case WeightDataType.F32:
                bytes.CopyTo(MemoryMarshal.AsBytes(destination));
                break;
            case WeightDataType.F16:
                Convert(MemoryMarshal.Cast<byte, Half>(bytes), destination, value => (float)value);
                break;
            case WeightDataType.BF16:
                Convert(MemoryMarshal.Cast<byte, ushort>(bytes), destination, BFloat16ToSingle);
                break;
            case WeightDataType.I64:
                Convert(MemoryMarshal.Cast<byte, long>(bytes), destination, value => (float)value);
                break;
            case WeightDataType.U64:
                Convert(MemoryMarshal.Cast<byte, ulong>(bytes), destination, value => (float)value);
                break;
            default:
                Span<long> integers = new long[destination.Length];
                ToSmallIntegers(dataType, bytes, integers);
                Convert<long, float>(integers, destination, value => value);
                break;
        }
    }

    internal static void ToDoubles(WeightDataType dataType, ReadOnlySpan<byte> bytes, Span<double> destination)
    {
        switch (dataType)
        {
            case WeightDataType.F64:
                bytes.CopyTo(MemoryMarshal.AsBytes(destination));
                break;
            case WeightDataType.F32:
                Convert(MemoryMarshal.Cast<byte, float>(bytes), destination, value => (double)value);
                break;
            case WeightDataType.F16:
                Convert(MemoryMarshal.Cast<byte, Half>(bytes), destination, value => (double)value);
                break;
            case WeightDataType.BF16:
                Convert(MemoryMarshal.Cast<byte, ushort>(bytes), destination, value => (double)BFloat16ToSingle(value));
                break;
            case WeightDataType.I64:
                Convert(MemoryMarshal.Cast<byte, long>(bytes), destination, value => (double)value);
                break;
            case WeightDataType.U64:
                Convert(MemoryMarshal.Cast<byte, ulong>(bytes), destination, value => (double)value);
                break;
            default:
                Span<long> integers = new long[destination.Length];
                ToSmallIntegers(dataType, bytes, integers);
                Convert<long, double>(integers, destination, value => value);
                break;
        }
    }

    /// <summary>False where an unsigned element is beyond the largest long. Not for floating point.</summary>
    internal static bool TryToInt64(WeightDataType dataType, ReadOnlySpan<byte> bytes, Span<long> destination)
    {
        switch (dataType)
        {
            case WeightDataType.I64:
                bytes.CopyTo(MemoryMarshal.AsBytes(destination));
                return true;
            case WeightDataType.U64:
                bytes.CopyTo(MemoryMarshal.AsBytes(destination));
                return destination.IndexOfAnyInRange(long.MinValue, -1) < 0;
            default:
                ToSmallIntegers(dataType, bytes, destination);
                return true;
        }
    }

    private static void ToSmallIntegers(WeightDataType dataType, ReadOnlySpan<byte> bytes, Span<long> destination)
    {
        switch (dataType)
        {
            case WeightDataType.I32:
                Convert(MemoryMarshal.Cast<byte, int>(bytes), destination, value => (long)value);
                break;
            case WeightDataType.U32:
                Convert(MemoryMarshal.Cast<byte, uint>(bytes), destination, value => (long)value);
                break;
            case WeightDataType.I16:
                Convert(MemoryMarshal.Cast<byte, short>(bytes), destination, value => (long)value);
                break;
            case WeightDataType.U16:
                Convert(MemoryMarshal.Cast<byte, ushort>(bytes), destination, value => (long)value);
                break;
            case WeightDataType.I8:
                Convert(MemoryMarshal.Cast<byte, sbyte>(bytes), destination, value => (long)value);
                break;
            case WeightDataType.U8:
                Convert(bytes, destination, value => (long)value);
                break;
            case WeightDataType.BOOL:
                Convert(bytes, destination, value => value == 0 ? 0L : 1L);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(dataType), dataType, "dataType must be a small integer.");
        }
    }

    private static float BFloat16ToSingle(ushort bits) => BitConverter.UInt32BitsToSingle((uint)bits << 16);

    private static void Convert<TFrom, TTo>(
        ReadOnlySpan<TFrom> source,
        Span<TTo> destination,
        Func<TFrom, TTo> convert)
    {
        for (int index = 0; index < destination.Length; index++)
        {
            destination[index] = convert(source[index]);
        }
    }
}
