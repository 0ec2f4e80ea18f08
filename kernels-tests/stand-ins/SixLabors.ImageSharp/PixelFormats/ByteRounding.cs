using System.Numerics;
using System.Runtime.CompilerServices;

namespace SixLabors.ImageSharp.PixelFormats;

/// <summary>How samples become bytes.</summary>
internal static class ByteRounding
{
    /// <summary>round(255 * value) with halves up, clamped to 0..255.</summary>
    public static Vector4 ToBytes(Vector4 value)
    {
        return Vector4.Clamp((value * 255f) + new Vector4(0.5f), Vector4.Zero, new Vector4(255f));
    }

    /// <summary>round(value / 257): the nearest of 256 levels to one of 65,536.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static byte FromUInt16(int value) => (byte)((value + 128) / 257);

    /// <summary>0.2126 R + 0.7152 G + 0.0722 B, rounded.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static byte Luminance(byte red, byte green, byte blue)
    {
        return (byte)((red * 0.2126f) + (green * 0.7152f) + (blue * 0.0722f) + 0.5f);
    }
}
