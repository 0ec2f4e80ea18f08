using System.Collections.Immutable;
using System.Globalization;
using ILGPU.Runtime;
using ILGPU.Runtime.OpenCL;
using YolactGpu.Graph.Execution;
using YolactGpu.Graph.Tuning;
using YolactGpu.Kernels.Convolution;
using YolactGpu.Kernels.Convolution.Tiled;
using YolactGpu.Kernels.Convolution.Tiled.TensorCores;

namespace YolactGpu.Graph.Ops;

/// <summary>One way to compute a convolution on a GPU.</summary>
/// <param name="Method">The kernel.</param>
/// <param name="Tile">Its tile and the parts of the sum; the default where it has but one.</param>
public readonly record struct ConvolutionCandidate(ConvolutionMethod Method, TileChoice Tile)
{
    /// <summary>Tells whether two ways round alike: the same kernel with the sum in as many parts.</summary>
    public bool RoundsAs(ConvolutionCandidate other) => Method == other.Method && Tile.Splits == other.Tile.Splits;

    /// <inheritdoc/>
    public override string ToString() => Method == ConvolutionMethod.Registers ? "registers 8x8" : Tile.ToString();
}

/// <summary>
/// Chooses among the kernels for GPUs: what was measured on the device, else by rule. For a batch only among the ways that round as that for one
/// image does, so that an image gets the same bits in any batch.
/// </summary>
internal static class TiledChoice
{
    /// <summary>Ways that are worth measuring: those that the rule expects to take up to so many times what the best takes.</summary>
    private const double Hopeless = 3;

    /// <summary>Gives the choice for a layer.</summary>
    public static ConvolutionChoice For(ConvolutionLayer layer, LoweringContext context)
    {
        ImmutableArray<ConvolutionCandidate> candidates = Candidates(layer, context);
        ImmutableArray<CandidateTime> times =
            context.Options.Tuning?.Table.Find(new TuningKey(layer, context.Options.Precision)) ?? [];

        // A table may come from a file: what is no candidate here is never chosen.
        return times is [CandidateTime fastest, ..] && candidates.Contains(fastest.Candidate)
            ? Choice(fastest.Candidate, Describe(times))
            : Choice(candidates[0], Rule(candidates[0], context.Accelerator));
    }

    /// <summary>Gives the ways to compute a layer on the device in the precision that is wanted, that of the rule first.</summary>
    public static ImmutableArray<ConvolutionCandidate> Candidates(ConvolutionLayer layer, LoweringContext context)
    {
        ConvolutionLayer one = layer with { Shape = layer.Shape with { Batch = 1 } };
        if (one == layer)
        {
            return [.. Every(layer, context)];
        }

        ConvolutionChoice choice = For(one, context);
        ConvolutionCandidate ofOne = new(choice.Method, choice.Tile);
        return [.. Every(layer, context).Where(candidate => candidate.RoundsAs(ofOne)).DefaultIfEmpty(ofOne)];
    }

    /// <summary>Tells whether an OpenCL device is a CPU.</summary>
    public static bool IsProcessor(Accelerator accelerator) =>
        accelerator.Device is CLDevice { DeviceType: CLDeviceType.CL_DEVICE_TYPE_CPU };

    private static IEnumerable<ConvolutionCandidate> Every(ConvolutionLayer layer, LoweringContext context)
    {
        Accelerator accelerator = context.Accelerator;
        ConvolutionPrecision precision = context.Options.Precision;
        if (precision != ConvolutionPrecision.Float32)
        {
            return context.Kernels.Get<TensorCoreConvolution2D>().Candidates(layer.Shape, precision, Hopeless)
                .Select(tile => new ConvolutionCandidate(ConvolutionMethod.TensorCores, tile));
        }

        ConvolutionCandidate[] registers = accelerator.AcceleratorType == AcceleratorType.Cuda
            ? []
            : [new(ConvolutionMethod.Registers, new TileChoice(default, 1))];
        if (!TiledConvolution2D.IsSupported(accelerator.Device))
        {
            return [new(ConvolutionMethod.Registers, new TileChoice(default, 1))];
        }

        IEnumerable<ConvolutionCandidate> tiles = context.Kernels.Get<TiledConvolution2D>().Candidates(layer.Shape, Hopeless)
            .Select(tile => new ConvolutionCandidate(ConvolutionMethod.Tiled, tile));
        return IsProcessor(accelerator) ? registers.Concat(tiles) : tiles.Concat(registers);
    }

    private static ConvolutionChoice Choice(ConvolutionCandidate candidate, string reason) =>
        new(candidate.Method, reason) { Tile = candidate.Tile };

    private static string Describe(ImmutableArray<CandidateTime> times) => "measured: " + string.Join(
        ", ", times.Take(3).Select(time => string.Create(CultureInfo.InvariantCulture, $"{time.Candidate} {time.Microseconds:0.0} µs")));

    private static string Rule(ConvolutionCandidate candidate, Accelerator accelerator) =>
        candidate.Method != ConvolutionMethod.Registers
            ? string.Create(CultureInfo.InvariantCulture, $"rule: least estimated time on {accelerator.NumMultiprocessors} multiprocessors")
            : IsProcessor(accelerator) ? "rule: a processor gains nothing from shared memory"
            : "rule: the device's groups or shared memory are too small for tiles";
}
