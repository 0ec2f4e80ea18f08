namespace YolactGpu.Tests.Support;

/// <summary>Floats as their bits, for comparisons in which −0 is not 0 and a NaN equals itself.</summary>
public static class Bits
{
    public static int[] Of(float[] values) => [.. values.Select(BitConverter.SingleToInt32Bits)];
}
