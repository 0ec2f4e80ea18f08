namespace YolactGpu.Tests.Support;

/// <summary>Distances in units in the last place of a float.</summary>
public static class Ulps
{
    /// <summary>Gives |actual − expected| in units in the last place of the float nearest to what is expected.</summary>
    public static double Between(float actual, double expected)
    {
        float nearest = (float)expected;
        if (float.IsNaN(nearest) || float.IsInfinity(nearest) || !float.IsFinite(actual))
        {
            return actual.Equals(nearest) ? 0 : double.PositiveInfinity;
        }

        float magnitude = MathF.Abs(nearest);
        return Math.Abs(actual - expected) / ((double)MathF.BitIncrement(magnitude) - magnitude);
    }
}
