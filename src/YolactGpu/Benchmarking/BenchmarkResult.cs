using System.Text.Json;
using System.Text.Json.Serialization;

namespace YolactGpu.Benchmarking;

/// <summary>What a benchmark measured; times in milliseconds. Serialises to the JSON of <c>yolact benchmark --json</c>.</summary>
/// <param name="Device">Name of the device; says so where it is a stand-in.</param>
/// <param name="Config">Configuration.</param>
/// <param name="InputWidth">Width of the network's input in pixels.</param>
/// <param name="InputHeight">Its height.</param>
/// <param name="Batch">Images per run.</param>
/// <param name="Precision">Arithmetic of the convolutions.</param>
/// <param name="Launches">Whether launches are replayed, and how, or why not.</param>
/// <param name="NetworkMs">Image tensor to raw predictions, for one run.</param>
/// <param name="EndToEndMs">Decoded photos to instances with masks, for one run.</param>
/// <param name="ImagesPerSecond">By the median of end to end.</param>
/// <param name="Gflop">10⁹ floating-point operations of one run of the network, as its convolutions are defined.</param>
/// <param name="Gflops">Those per second of the network's median time.</param>
/// <param name="ArenaBytes">Memory for activations.</param>
/// <param name="ArenaLowerBoundBytes">What no plan can do without.</param>
/// <param name="WeightsBytes">Device memory of all weights, in all layouts in use.</param>
/// <param name="ManagedBytesPerImage">Managed memory allocated per image, results included.</param>
/// <param name="ColdStartMs">From nothing to the first result.</param>
/// <param name="Stages">Medians of the stages of end to end.</param>
/// <param name="Layers">Time and kernel of every launch, where asked for.</param>
public sealed record BenchmarkResult(
    string Device,
    string Config,
    int InputWidth,
    int InputHeight,
    int Batch,
    string Precision,
    string Launches,
    Distribution NetworkMs,
    Distribution EndToEndMs,
    double ImagesPerSecond,
    double Gflop,
    double Gflops,
    long ArenaBytes,
    long ArenaLowerBoundBytes,
    long WeightsBytes,
    long ManagedBytesPerImage,
    double ColdStartMs,
    IReadOnlyDictionary<string, double> Stages,
    IReadOnlyList<LayerTime>? Layers)
{
    /// <summary>Gives the result as one line of JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, BenchmarkJson.Default.BenchmarkResult);
}

/// <summary>Spread of repeated measurements.</summary>
/// <param name="Min">Least.</param>
/// <param name="Median">Middle.</param>
/// <param name="P95">Exceeded by one in twenty.</param>
public sealed record Distribution(double Min, double Median, double P95)
{
    /// <summary>Summarises measurements, of which there must be one at least.</summary>
    public static Distribution Of(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return new Distribution(
            Math.Round(sorted[0], 3), Math.Round(sorted[sorted.Length / 2], 3), Math.Round(sorted[(int)Math.Ceiling(sorted.Length * 0.95) - 1], 3));
    }
}

/// <summary>One launch.</summary>
/// <param name="Node">Node of the graph.</param>
/// <param name="Kernel">Kernel that was chosen.</param>
/// <param name="Reason">Why.</param>
/// <param name="Output">Type of its output.</param>
/// <param name="Ms">Median time.</param>
/// <param name="Gflops">10⁹ floating-point operations per second.</param>
/// <param name="GigabytesPerSecond">10⁹ bytes per second.</param>
public sealed record LayerTime(
    string Node, string Kernel, string Reason, string Output, double Ms, double Gflops, double GigabytesPerSecond);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(BenchmarkResult))]
internal sealed partial class BenchmarkJson : JsonSerializerContext;
