using System.Numerics;

namespace SixLabors.ImageSharp.PixelFormats;

/// <summary>A pixel type that images can be made of.</summary>
/// <typeparam name="TSelf">The pixel type itself.</typeparam>
public interface IPixel<TSelf> : IPixel, IEquatable<TSelf>
    where TSelf : unmanaged, IPixel<TSelf>
{
}

/// <summary>Conversions between pixel types; colours become grey by BT.709.</summary>
public interface IPixel
{
    void FromScaledVector4(Vector4 vector);

    Vector4 ToScaledVector4();

    void FromVector4(Vector4 vector);

    Vector4 ToVector4();

    void FromL8(L8 source);

    void FromRgb24(Rgb24 source);

    void FromRgba32(Rgba32 source);

    void ToRgba32(ref Rgba32 dest);
}
