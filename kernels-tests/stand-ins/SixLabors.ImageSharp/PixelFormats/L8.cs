using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace SixLabors.ImageSharp.PixelFormats;

/// <summary>One byte of grey.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct L8 : IPixel<L8>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L8(byte luminance)
    {
        PackedValue = luminance;
    }

    public byte PackedValue { get; set; }

    public static bool operator ==(L8 left, L8 right) => left.Equals(right);

    public static bool operator !=(L8 left, L8 right) => !left.Equals(right);

    public void FromScaledVector4(Vector4 vector) => FromVector4(vector);

    public readonly Vector4 ToScaledVector4() => ToVector4();

    public void FromVector4(Vector4 vector)
    {
        Vector4 bytes = ByteRounding.ToBytes(vector);
        PackedValue = ByteRounding.Luminance((byte)bytes.X, (byte)bytes.Y, (byte)bytes.Z);
    }

    public readonly Vector4 ToVector4() => new Vector4(PackedValue, PackedValue, PackedValue, 255f) / 255f;

    public void FromL8(L8 source) => this = source;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void FromRgb24(Rgb24 source) => PackedValue = ByteRounding.Luminance(source.R, source.G, source.B);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void FromRgba32(Rgba32 source) => PackedValue = ByteRounding.Luminance(source.R, source.G, source.B);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void ToRgba32(ref Rgba32 dest) => dest = new Rgba32(PackedValue, PackedValue, PackedValue);

    public readonly bool Equals(L8 other) => PackedValue == other.PackedValue;

    public override readonly bool Equals(object? obj) => obj is L8 other && Equals(other);

    public override readonly int GetHashCode() => PackedValue.GetHashCode();

    public override readonly string ToString() => $"L8({PackedValue})";
}
