using ILGPU;

namespace YolactGpu.Kernels;

/// <summary>FP16 by its bits, for every device, with and without it: 1 sign, 5 of the exponent, 10 of the fraction.</summary>
internal static class HalfBits
{
    /// <summary>Rounds to nearest, ties to even; too large becomes infinite.</summary>
    public static uint Encode(float value)
    {
        uint bits = Interop.FloatAsInt(value);
        uint sign = (bits >> 16) & 0x8000u;
        uint magnitude = bits & 0x7FFFFFFFu;
        if (magnitude >= 0x47800000u)
        {
            return sign | (magnitude > 0x7F800000u ? 0x7E00u : 0x7C00u);
        }

        int exponent = (int)(magnitude >> 23) - 112;
        if (exponent <= 0)
        {
            // Subnormal: the fraction with its leading 1, shifted to where the exponent is that of the smallest normal number.
            int shift = 14 - exponent;
            return shift > 24 ? sign : sign | RoundedShift((magnitude & 0x7FFFFFu) | 0x800000u, shift);
        }

        return sign | RoundedShift(magnitude - (112u << 23), 13);
    }

    /// <summary>Gives the value of 16 bits; exact.</summary>
    public static float Decode(uint bits)
    {
        uint sign = (bits & 0x8000u) << 16;
        uint exponent = (bits >> 10) & 31u;
        uint fraction = bits & 0x3FFu;
        if (exponent == 0)
        {
            float magnitude = (int)fraction * (1f / 16777216f);
            return sign != 0 ? -magnitude : magnitude;
        }

        uint biased = exponent == 31 ? 255u : exponent + 112u;
        return Interop.IntAsFloat(sign | (biased << 23) | (fraction << 13));
    }

    /// <summary>Rounds to the nearest half, as storing and loading does.</summary>
    public static float Round(float value) => Decode(Encode(value));

    /// <summary>Gives an element of a tensor whose view holds floats, or halves, two to a float.</summary>
    public static float Load(ArrayView<float> tensor, int index, int isHalf) =>
        isHalf != 0 ? Decode(tensor.Cast<ushort>()[index]) : tensor[index];

    /// <summary>Stores an element of a tensor whose view holds floats, or halves, two to a float.</summary>
    public static void Store(ArrayView<float> tensor, int index, float value, int isHalf)
    {
        if (isHalf != 0)
        {
            tensor.Cast<ushort>()[index] = (ushort)Encode(value);
        }
        else
        {
            tensor[index] = value;
        }
    }

    private static uint RoundedShift(uint value, int shift)
    {
        uint half = 1u << (shift - 1);
        uint kept = value >> shift;
        uint rest = value & ((half << 1) - 1);
        return rest > half || (rest == half && (kept & 1u) != 0) ? kept + 1 : kept;
    }
}
