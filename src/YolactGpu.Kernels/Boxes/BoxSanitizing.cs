namespace YolactGpu.Kernels.Boxes;

/// <summary>
/// The rule that brings a pair of relative coordinates into pixels, as device code, shared by
/// <see cref="SanitizeBoxes"/> and the crop of masks: the original, too, has one function for both.
/// </summary>
internal static class BoxSanitizing
{
    /// <summary>Truncated coordinates stay within ±this, whatever the device does with larger ones.</summary>
    public const int Limit = 1 << 30;

    /// <summary>max(min(a·size, b·size) − padding, 0); NaN if a or b is.</summary>
    public static float Low(float a, float b, int size, int padding) =>
        BoxGeometry.NotNegative(BoxGeometry.Lower(a * size, b * size) - padding);

    /// <summary>min(max(a·size, b·size) + padding, size); NaN if a or b is.</summary>
    public static float High(float a, float b, int size, int padding) =>
        BoxGeometry.Lower(BoxGeometry.Higher(a * size, b * size) + padding, size);

    /// <summary>Towards zero; NaN to 0, and what lies beyond ±2³⁰ to there.</summary>
    public static int Truncate(float value)
    {
        if (float.IsNaN(value))
        {
            return 0;
        }

        return value >= Limit ? Limit : (value <= -Limit ? -Limit : (int)value);
    }
}
