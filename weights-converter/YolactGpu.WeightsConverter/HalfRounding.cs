using System.Globalization;

namespace YolactGpu.WeightsConverter;

/// <summary>What rounding to 16 bits has cost so far.</summary>
internal sealed class HalfRounding
{
    private float largest;
    private long vanished;

    /// <summary>True once an element has been looked at.</summary>
    internal bool HasRounded { get; private set; }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"rounding to 16 bits changed an element by {largest:G3} at most; {vanished} elements became 0");

    internal void Add(ReadOnlySpan<float> elements)
    {
        foreach (float element in elements)
        {
            float rounded = (float)(Half)element;
            largest = MathF.Max(largest, float.IsFinite(element) ? MathF.Abs(element - rounded) : 0);
            vanished += rounded == 0 && element != 0 ? 1 : 0;
        }

        HasRounded |= !elements.IsEmpty;
    }
}
