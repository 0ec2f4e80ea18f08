using System.Globalization;

namespace YolactGpu.Data.Video;

/// <summary>Frames per second as a fraction, such as 30000 / 1001.</summary>
/// <param name="Numerator">Frames, 1 or more.</param>
/// <param name="Denominator">Seconds, 1 or more.</param>
public readonly record struct FrameRate(int Numerator, int Denominator)
{
    /// <summary>25 frames per second, taken where nothing tells the rate.</summary>
    public static FrameRate Default { get; } = new(25, 1);

    /// <summary>Frames per second.</summary>
    public double PerSecond => (double)Numerator / Denominator;

    /// <summary>When a frame begins, counted from the first one's beginning.</summary>
    public TimeSpan TimeOf(long frame) => TimeSpan.FromSeconds((double)frame * Denominator / Numerator);

    /// <summary>Reads "25", "12.5", "30000/1001" or "30000:1001"; null where it is none of them or not above 0.</summary>
    public static FrameRate? Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        string[] parts = text.Split('/', ':');
        if (parts.Length == 2)
        {
            return int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out int frames)
                && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out int seconds)
                && frames > 0
                && seconds > 0
                    ? new FrameRate(frames, seconds)
                    : null;
        }

        const int thousandths = 1000;
        return double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double rate)
            && rate is >= 0.001 and <= 1_000_000
                ? rate == Math.Floor(rate) ? new FrameRate((int)rate, 1) : new FrameRate((int)Math.Round(rate * thousandths), thousandths)
                : null;
    }

    /// <summary>The fraction, "30000/1001".</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Numerator}/{Denominator}");
}
