namespace YolactGpu;

/// <summary>How long the stages took. Waiting for runs of other threads is not in it.</summary>
/// <param name="Decode">File to pixels; zero where pixels were given.</param>
/// <param name="Preprocess">Upload, resize, normalise.</param>
/// <param name="Network">Backbone to raw predictions.</param>
/// <param name="Detect">Softmax to Fast NMS.</param>
/// <param name="Masks">Mask assembly and read-back.</param>
public readonly record struct DetectionTimings(
    TimeSpan Decode, TimeSpan Preprocess, TimeSpan Network, TimeSpan Detect, TimeSpan Masks)
{
    /// <summary>Gets the sum.</summary>
    public TimeSpan Total => Decode + Preprocess + Network + Detect + Masks;

    /// <summary>Gives the stages by name, in milliseconds to the microsecond.</summary>
    internal IReadOnlyDictionary<string, double> ToMilliseconds()
    {
        return new Dictionary<string, double>
        {
            ["decode_ms"] = Milliseconds(Decode),
            ["preprocess_ms"] = Milliseconds(Preprocess),
            ["network_ms"] = Milliseconds(Network),
            ["detect_ms"] = Milliseconds(Detect),
            ["masks_ms"] = Milliseconds(Masks),
            ["total_ms"] = Milliseconds(Total),
        };

        static double Milliseconds(TimeSpan time) => Math.Round(time.TotalMilliseconds, 3);
    }
}
