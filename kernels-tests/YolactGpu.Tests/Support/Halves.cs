using System.Runtime.InteropServices;

namespace YolactGpu.Tests.Support;

/// <summary>Numbers stored as FP16, two to a float, as the kernels for halves see them.</summary>
internal static class Halves
{
    public static float[] Pack(float[] values)
    {
        Half[] halves = [.. values.Select(value => (Half)value)];
        return MemoryMarshal.Cast<Half, float>(halves).ToArray();
    }

    public static float[] Unpack(float[] words) =>
        [.. MemoryMarshal.Cast<float, Half>(words).ToArray().Select(half => (float)half)];

    /// <summary>Rounds to FP16 and back.</summary>
    public static float[] Round(float[] values) => [.. values.Select(value => (float)(Half)value)];
}
