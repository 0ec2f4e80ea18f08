using ILGPU.Algorithms;

namespace YolactGpu.Kernels.Resampling;

/// <summary>The rule of bilinear sampling without aligned corners, shared by every kernel that resizes.</summary>
internal static class BilinearSampling
{
    /// <summary>
    /// Where output pixel <paramref name="target"/> lies in the input, in pixels: (target + ½)·input/output − ½, at least 0.
    /// Its integer part is the first neighbour; the second is one further, but at most the last pixel.
    /// </summary>
    public static float Source(int target, int inputSize, int outputSize)
    {
        float scale = (float)inputSize / outputSize;
        return XMath.Max(((target + 0.5f) * scale) - 0.5f, 0f);
    }

    /// <summary>Blends four neighbours: first along the row, then down.</summary>
    public static float Blend(
        float topLeft, float topRight, float bottomLeft, float bottomRight, float down, float across)
    {
        float upper = ((1f - across) * topLeft) + (across * topRight);
        float lower = ((1f - across) * bottomLeft) + (across * bottomRight);
        return ((1f - down) * upper) + (down * lower);
    }
}
