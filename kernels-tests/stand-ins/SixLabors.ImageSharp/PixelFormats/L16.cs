using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace SixLabors.ImageSharp.PixelFormats;

/// <summary>Two bytes of grey.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct L16 : IPixel<L16>
{
    private const int PerByte = 257;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L16(ushort luminance)
    {
        PackedValue = luminance;
    }

    public ushort PackedValue { get; set; }

    public static bool operator ==(L16 left, L16 right) => left.Equals(right);

    public static bool operator !=(L16 left, L16 right) => !left.Equals(right);

    public void FromScaledVector4(Vector4 vector) => FromVector4(vector);

    public readonly Vector4 ToScaledVector4() => ToVector4();

    public void FromVector4(Vector4 vector)
    {
        Vector4 weighted = Vector4.Clamp(vector, Vector4.Zero, Vector4.One) * new Vector4(0.2126f, 0.7152f, 0.0722f, 0f);
        PackedValue = (ushort)(((weighted.X + weighted.Y + weighted.Z) * ushort.MaxValue) + 0.5f);
    }

    public readonly Vector4 ToVector4() =>
        new Vector4(PackedValue, PackedValue, PackedValue, ushort.MaxValue) / ushort.MaxValue;

    public void FromL8(L8 source) => PackedValue = (ushort)(source.PackedValue * PerByte);

    public void FromRgb24(Rgb24 source) =>
        PackedValue = (ushort)(ByteRounding.Luminance(source.R, source.G, source.B) * PerByte);

    public void FromRgba32(Rgba32 source) =>
        PackedValue = (ushort)(ByteRounding.Luminance(source.R, source.G, source.B) * PerByte);

    public readonly void ToRgba32(ref Rgba32 dest)
    {
        byte level = ByteRounding.FromUInt16(PackedValue);
        dest = new Rgba32(level, level, level);
    }

    public readonly bool Equals(L16 other) => PackedValue == other.PackedValue;

    public override readonly bool Equals(object? obj) => obj is L16 other && Equals(other);

    public override readonly int GetHashCode() => PackedValue.GetHashCode();

    public override readonly string ToString() => $"L16({PackedValue})";
}
