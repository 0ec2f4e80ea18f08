using System.Collections.Immutable;
using System.Text.Json.Serialization;
using YolactGpu.Graph.Ops;
using YolactGpu.Graph.Tuning;
using YolactGpu.Kernels.Convolution;
using YolactGpu.Kernels.Convolution.Tiled;

namespace YolactGpu.Tuning;

/// <summary>A file of kernels' times.</summary>
/// <param name="Format">Says what the file is.</param>
/// <param name="Identity">What the times hold for.</param>
/// <param name="Layers">The layers.</param>
internal sealed record TuningDocument(string Format, TuningIdentity Identity, IReadOnlyList<TunedLayer> Layers)
{
    /// <summary>What <see cref="Format"/> must be.</summary>
    public const string CurrentFormat = "YolactGpu kernel times 1";

    /// <summary>Writes a table down, in an order of its own.</summary>
    public static TuningDocument Of(TuningIdentity identity, TuningTable table) => new(
        CurrentFormat,
        identity,
        [
            .. table.Entries.Select(entry => TunedLayer.Of(entry.Key, entry.Value))
                .OrderBy(layer => layer.Precision, StringComparer.Ordinal)
                .ThenBy(layer => string.Join(' ', layer.Shape), StringComparer.Ordinal)
                .ThenBy(layer => string.Join(' ', layer.Halves), StringComparer.Ordinal),
        ]);

    /// <summary>Gives the table.</summary>
    /// <exception cref="FormatException">Something in it makes no sense.</exception>
    public TuningTable ToTable()
    {
        TuningTable table = new();
        foreach (TunedLayer? layer in Layers)
        {
            (TuningKey key, ImmutableArray<CandidateTime> times) = layer?.Read() ?? throw new FormatException("A layer is missing.");
            table.Add(key, times);
        }

        return table;
    }
}

/// <summary>The times of one layer.</summary>
/// <param name="Shape">N, H, W, C, K, FH, FW, stride, padding, dilation.</param>
/// <param name="Precision">How exactly it multiplies.</param>
/// <param name="Halves">Which of x, residual and y are stored as halves.</param>
/// <param name="Times">The fastest first.</param>
internal sealed record TunedLayer(int[] Shape, string Precision, bool[] Halves, IReadOnlyList<TunedTime> Times)
{
    public static TunedLayer Of(TuningKey key, ImmutableArray<CandidateTime> times)
    {
        Convolution2DShape shape = key.Layer.Shape;
        ConvolutionStorage storage = key.Layer.Storage;
        return new TunedLayer(
            [
                shape.Batch, shape.InputHeight, shape.InputWidth, shape.InputChannels, shape.OutputChannels, shape.FilterHeight,
                shape.FilterWidth, shape.Stride, shape.Padding, shape.Dilation,
            ],
            key.Precision.ToString(),
            [storage.HalfInput, storage.HalfResidual, storage.HalfOutput],
            [.. times.Select(TunedTime.Of)]);
    }

    public (TuningKey Key, ImmutableArray<CandidateTime> Times) Read()
    {
        if (Shape is not [var n, var h, var w, var c, var k, var fh, var fw, var stride, var padding, var dilation]
            || Halves is not [var x, var residual, var y]
            || !Enum.TryParse(Precision, out ConvolutionPrecision precision)
            || Times is not { Count: > 0 })
        {
            throw new FormatException("A layer is incomplete.");
        }

        ImmutableArray<CandidateTime> times = [.. Times.Select(time => time?.Read() ?? throw new FormatException("A time is missing."))];
        if (times.Zip(times.Skip(1)).Any(pair => !(pair.First.Microseconds <= pair.Second.Microseconds)))
        {
            throw new FormatException("The times of a layer are not in order.");
        }

        Convolution2DShape shape = new(n, h, w, c, k, fh, fw, stride, padding, dilation);
        return (new TuningKey(new ConvolutionLayer(shape, new ConvolutionStorage(x, residual, y)), precision), times);
    }
}

/// <summary>The time of one way to compute a layer.</summary>
internal sealed record TunedTime(string Method, int Pixels, int Channels, int Threads, int Splits, double Microseconds)
{
    public static TunedTime Of(CandidateTime time)
    {
        ConvolutionTile tile = time.Candidate.Tile.Tile;
        return new TunedTime(
            time.Candidate.Method.ToString(), tile.Pixels, tile.Channels, tile.Threads, time.Candidate.Tile.Splits, time.Microseconds);
    }

    public CandidateTime Read() =>
        Enum.TryParse(Method, out ConvolutionMethod method) && double.IsFinite(Microseconds) && Microseconds >= 0
            ? new CandidateTime(
                new ConvolutionCandidate(method, new TileChoice(new ConvolutionTile(Pixels, Channels, Threads), Splits)), Microseconds)
            : throw new FormatException("A time makes no sense.");
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(TuningDocument))]
internal sealed partial class TuningJson : JsonSerializerContext;
