using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace SixLabors.ImageSharp.Formats.Jpeg;

/// <summary>Eight bytes as eight floats and back.</summary>
internal static class VectorBytes
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Unpack(ulong bytes)
    {
        Vector128<ushort> words = Vector128.WidenLower(Vector128.CreateScalarUnsafe(bytes).AsByte());
        Vector256<uint> integers = Vector256.Create(Vector128.WidenLower(words), Vector128.WidenUpper(words));
        return Vector256.ConvertToSingle(integers.AsInt32());
    }

    /// <summary>Rounded to even and clamped to 0..255.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Pack(Vector256<float> values)
    {
        Vector256<float> clamped = Vector256.Min(Vector256.Max(values, Vector256<float>.Zero), Vector256.Create(255f));
        Vector256<int> integers = Vector256.ConvertToInt32Native(Vector256.Round(clamped));
        Vector128<short> words = Vector128.Narrow(integers.GetLower(), integers.GetUpper());
        return Vector128.Narrow(words.AsUInt16(), words.AsUInt16()).AsUInt64().ToScalar();
    }
}
