namespace YolactGpu;

/// <summary>How long the stages took.</summary>
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

    /// <summary>Gives the stages by name, in milliseconds.</summary>
    internal IReadOnlyDictionary<string, double> ToMilliseconds() => new Dictionary<string, double>
    {
        ["decode_ms"] = Decode.TotalMilliseconds,
        ["preprocess_ms"] = Preprocess.TotalMilliseconds,
        ["network_ms"] = Network.TotalMilliseconds,
        ["detect_ms"] = Detect.TotalMilliseconds,
        ["masks_ms"] = Masks.TotalMilliseconds,
        ["total_ms"] = Total.TotalMilliseconds,
    };
}
