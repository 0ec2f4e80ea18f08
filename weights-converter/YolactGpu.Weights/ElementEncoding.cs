using System.Runtime.InteropServices;

namespace YolactGpu.Weights;

/// <summary>Floats and integers as little-endian elements of any type that can hold them.</summary>
internal static class ElementEncoding
{
    /// <summary>The index of the first element that does not fit, or -1. For floating-point types.</summary>
    internal static int FromSingles(WeightDataType dataType, ReadOnlySpan<float> elements, Span<byte> bytes)
    {
        switch (dataType)
        {
            case WeightDataType.F64:
                Span<double> doubles = MemoryMarshal.Cast<byte, double>(bytes);
                for (int index = 0; index < elements.Length; index++)
                {
                    doubles[index] = elements[index];
                }

                return -1;
            case WeightDataType.F32:
                MemoryMarshal.AsBytes(elements).CopyTo(bytes);
                return -1;
            case WeightDataType.F16:
                Span<Half> halves = MemoryMarshal.Cast<byte, Half>(bytes);
                for (int index = 0; index < elements.Length; index++)
                {
                    halves[index] = (Half)elements[index];
                    if (Half.IsInfinity(halves[index]) && float.IsFinite(elements[index]))
                    {
                        return index;
                    }
                }

                return -1;
            case WeightDataType.BF16:
                Span<ushort> words = MemoryMarshal.Cast<byte, ushort>(bytes);
                for (int index = 0; index < elements.Length; index++)
                {
                    words[index] = ToBFloat16(elements[index]);
                }

                return -1;
            default:
                throw new ArgumentOutOfRangeException(nameof(dataType), dataType, "dataType must be floating-point.");
        }
    }

    /// <summary>The index of the first element that does not fit, or -1. For integer types and BOOL.</summary>
    internal static int FromInt64(WeightDataType dataType, ReadOnlySpan<long> elements, Span<byte> bytes)
    {
        (long least, long most) = Limits(dataType);
        int size = dataType.SizeInBytes();
        for (int index = 0; index < elements.Length; index++)
        {
            long element = elements[index];
            if (element < least || element > most)
            {
                return index;
            }

            // Two's complement: the lower bytes of the 64-bit integer are the narrower one.
            for (int part = 0; part < size; part++)
            {
                bytes[(index * size) + part] = (byte)(element >> (8 * part));
            }
        }

        return -1;
    }

    private static (long Least, long Most) Limits(WeightDataType dataType) => dataType switch
    {
        WeightDataType.I64 => (long.MinValue, long.MaxValue),
        WeightDataType.I32 => (int.MinValue, int.MaxValue),
        WeightDataType.I16 => (short.MinValue, short.MaxValue),
        WeightDataType.I8 => (sbyte.MinValue, sbyte.MaxValue),
        WeightDataType.U64 => (0, long.MaxValue),
        WeightDataType.U32 => (0, uint.MaxValue),
        WeightDataType.U16 => (0, ushort.MaxValue),
        WeightDataType.U8 => (0, byte.MaxValue),
        WeightDataType.BOOL => (0, 1),
        _ => throw new ArgumentOutOfRangeException(nameof(dataType), dataType, "dataType must be an integer or BOOL."),
    };

    /// <summary>Rounds to nearest, ties to even; NaN stays NaN.</summary>
    private static ushort ToBFloat16(float value)
    {
        uint bits = BitConverter.SingleToUInt32Bits(value);
        if (float.IsNaN(value))
        {
            return (ushort)((bits >> 16) | 0x40);
        }

        uint roundUp = 0x7fff + ((bits >> 16) & 1);
        return (ushort)((bits + roundUp) >> 16);
    }
}
