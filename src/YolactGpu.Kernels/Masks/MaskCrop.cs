using YolactGpu.Kernels.Boxes;

namespace YolactGpu.Kernels.Masks;

/// <summary>Whether a mask is cut off at its detection's box.</summary>
public enum MaskCrop
{
    /// <summary>The mask is left whole.</summary>
    Off,

    /// <summary>The mask is 0 outside the predicted box, grown by the padding.</summary>
    PredictedBox,
}

/// <summary>
/// The crop of masks as device code. A row or column c of the prototypes is kept where low ≤ c &lt; high, the index
/// itself compared with the fractional limits of <see cref="BoxSanitizing"/>; here they become whole numbers that keep
/// the same.
/// </summary>
internal static class MaskCropping
{
    /// <summary>The first index that is kept; <paramref name="size"/> where none is.</summary>
    public static int First(float a, float b, int size, int padding, MaskCrop crop)
    {
        if (crop == MaskCrop.Off)
        {
            return 0;
        }

        float low = BoxSanitizing.Low(a, b, size, padding);
        return float.IsNaN(low) || low >= size ? size : RoundUp(low);
    }

    /// <summary>One past the last index that is kept; 0 where none is.</summary>
    public static int End(float a, float b, int size, int padding, MaskCrop crop)
    {
        if (crop == MaskCrop.Off)
        {
            return size;
        }

        float high = BoxSanitizing.High(a, b, size, padding);
        return float.IsNaN(high) || high <= 0 ? 0 : RoundUp(high);
    }

    private static int RoundUp(float value)
    {
        int whole = (int)value;
        return whole < value ? whole + 1 : whole;
    }
}
