namespace ILGPU;

/// <summary>
/// IEEE binary16. As in the real package's software arithmetic the conversion from float cuts the mantissa off
/// (hardware rounds) and operators compute in float.
/// </summary>
public readonly struct Half : IEquatable<Half>, IComparable<Half>
{
    public static readonly Half Zero = new(0x0000);

    public static readonly Half One = new(0x3C00);

    public static readonly Half Epsilon = new(0x0001);

    public static readonly Half MaxValue = new(0x7BFF);

    public static readonly Half MinValue = new(0xFBFF);

    public static readonly Half NaN = new(0xFE00);

    public static readonly Half PositiveInfinity = new(0x7C00);

    public static readonly Half NegativeInfinity = new(0xFC00);

    internal Half(ushort bits) => Bits = bits;

    internal ushort Bits { get; }

    public static implicit operator float(Half halfValue) => (float)BitConverter.UInt16BitsToHalf(halfValue.Bits);

    public static implicit operator double(Half halfValue) => (float)halfValue;

    public static explicit operator Half(float floatValue) => Cut(floatValue);

    public static explicit operator Half(double doubleValue) => Cut((float)doubleValue);

    public static explicit operator Half(sbyte sbyteValue) => Cut(sbyteValue);

    public static explicit operator Half(byte byteValue) => Cut(byteValue);

    public static explicit operator Half(short shortValue) => Cut(shortValue);

    public static explicit operator Half(ushort ushortValue) => Cut(ushortValue);

    public static explicit operator Half(int intValue) => Cut(intValue);

    public static explicit operator Half(uint uintValue) => Cut(uintValue);

    public static explicit operator Half(long longValue) => Cut(longValue);

    public static explicit operator Half(ulong ulongValue) => Cut(ulongValue);

    public static explicit operator sbyte(Half halfValue) => (sbyte)(float)halfValue;

    public static explicit operator byte(Half halfValue) => (byte)(float)halfValue;

    public static explicit operator short(Half halfValue) => (short)(float)halfValue;

    public static explicit operator ushort(Half halfValue) => (ushort)(float)halfValue;

    public static explicit operator int(Half halfValue) => (int)(float)halfValue;

    public static explicit operator uint(Half halfValue) => (uint)(float)halfValue;

    public static explicit operator long(Half halfValue) => (long)(float)halfValue;

    public static explicit operator ulong(Half halfValue) => (ulong)(float)halfValue;

    public static Half operator -(Half halfValue) => new((ushort)(halfValue.Bits ^ 0x8000));

    public static Half operator +(Half first, Half second) => Cut((float)first + (float)second);

    public static Half operator -(Half first, Half second) => Cut((float)first - (float)second);

    public static Half operator *(Half first, Half second) => Cut((float)first * (float)second);

    public static Half operator /(Half first, Half second) => Cut((float)first / (float)second);

    public static bool operator ==(Half first, Half second) => (float)first == (float)second;

    public static bool operator !=(Half first, Half second) => (float)first != (float)second;

    public static bool operator <(Half first, Half second) => (float)first < (float)second;

    public static bool operator <=(Half first, Half second) => (float)first <= (float)second;

    public static bool operator >(Half first, Half second) => (float)first > (float)second;

    public static bool operator >=(Half first, Half second) => (float)first >= (float)second;

    public static Half Abs(Half half) => new((ushort)(half.Bits & 0x7FFF));

    public static bool IsNaN(Half half) => float.IsNaN(half);

    public static bool IsZero(Half half) => (half.Bits & 0x7FFF) == 0;

    public static bool IsFinite(Half half) => float.IsFinite(half);

    public static bool IsInfinity(Half half) => float.IsInfinity(half);

    public static bool IsPositiveInfinity(Half half) => half.Bits == PositiveInfinity.Bits;

    public static bool IsNegativeInfinity(Half half) => half.Bits == NegativeInfinity.Bits;

    public bool Equals(Half other) => this == other;

    public int CompareTo(Half other) => ((float)this).CompareTo(other);

    public override bool Equals(object? obj) => obj is Half other && Equals(other);

    public override int GetHashCode() => Bits;

    public override string ToString() => ((float)this).ToString();

    private static Half Cut(float value)
    {
        uint bits = BitConverter.SingleToUInt32Bits(value);
        uint sign = (bits >> 16) & 0x8000;
        int exponent = (int)((bits >> 23) & 0xFF) - 127 + 15;
        uint mantissa = bits & 0x7F_FFFF;
        if (exponent >= 31)
        {
            // Too large, infinite or not a number.
            return new Half((ushort)(sign | 0x7C00 | (float.IsNaN(value) ? mantissa >> 13 : 0)));
        }

        if (exponent > 0)
        {
            return new Half((ushort)(sign | ((uint)exponent << 10) | (mantissa >> 13)));
        }

        // Subnormal: the leading one becomes visible and moves right.
        int shift = 14 - exponent;
        return new Half((ushort)(sign | (shift > 24 ? 0 : (mantissa | 0x80_0000) >> shift)));
    }
}
