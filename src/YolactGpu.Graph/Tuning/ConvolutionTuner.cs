using System.Collections.Immutable;
using YolactGpu.Graph.Execution;
using YolactGpu.Graph.IR;
using YolactGpu.Graph.Ops;

namespace YolactGpu.Graph.Tuning;

/// <summary>
/// Measures, once per layer shape, the ways to compute each convolution of a graph. Every candidate is timed once, warm; those that take
/// over twice the fastest are dropped; the others take turns for some rounds, and the least median wins, of equal ones the first candidate.
/// </summary>
public static class ConvolutionTuner
{
    private const int Rounds = 5;
    private const double Hopeless = 2;

    /// <summary>
    /// Measures what the table does not know yet, where that is allowed. Cancelled, it stops behind the layer in progress, and the rule
    /// chooses for the rest. What could not be kept is not measured: the next time it might come out otherwise.
    /// </summary>
    /// <param name="graph">The graph that will be compiled.</param>
    /// <param name="context">The device, and the tuning in its options.</param>
    /// <param name="cancellation">Ends the measuring early.</param>
    public static void Tune(IR.Graph graph, LoweringContext context, CancellationToken cancellation = default)
    {
        if (context.Options is not { PlainKernelsOnly: false, Tuning: { Measures: { } measures } tuning })
        {
            return;
        }

        int known = tuning.Table.Count;
        foreach (ConvolutionLayer layer in LayersOf(graph))
        {
            // That for one image first: it decides what the batch may choose from.
            foreach (ConvolutionLayer each in new[] { layer with { Shape = layer.Shape with { Batch = 1 } }, layer })
            {
                TuningKey key = new(each, context.Options.Precision);
                ImmutableArray<ConvolutionCandidate> candidates = TiledChoice.Candidates(each, context);
                if (!cancellation.IsCancellationRequested && candidates.Length > 1 && !Knows(tuning.Table, key, candidates))
                {
                    if (tuning.Table.Count == known && !tuning.Save())
                    {
                        return;
                    }

                    using ILayerMeasurement measurement = measures(key, context);
                    tuning.Table.Add(key, Measure(candidates, measurement));
                }
            }
        }

        if (tuning.Table.Count > known)
        {
            tuning.Save();
        }
    }

    /// <summary>
    /// Gives options for every way to compute a node on a device that might be chosen, that of the rule first; the context's own where there
    /// is no choice. Nothing is measured.
    /// </summary>
    public static IReadOnlyList<CompileOptions> WaysOf(Node node, LoweringContext context)
    {
        ArgumentNullException.ThrowIfNull(node);
        ArgumentNullException.ThrowIfNull(context);
        if (node.Op is not Convolution2DOp convolution || context.UsesSimd || context.Options.PlainKernelsOnly)
        {
            return [context.Options];
        }

        ConvolutionLayer layer = convolution.LayerOf(node);
        return
        [
            .. TiledChoice.Candidates(layer, context).Select(candidate =>
            {
                TuningTable table = new();
                table.Add(new TuningKey(layer, context.Options.Precision), [new CandidateTime(candidate, 0)]);
                return context.Options with { Tuning = new ConvolutionTuning(table, Measures: null, Save: () => false) };
            }),
        ];
    }

    /// <summary>Gives the layers whose kernels are chosen, each once, in the order in which they run.</summary>
    internal static IEnumerable<ConvolutionLayer> LayersOf(IR.Graph graph) => graph.Nodes
        .Where(node => node.Op is Convolution2DOp)
        .Select(node => ((Convolution2DOp)node.Op).LayerOf(node))
        .Distinct();

    private static bool Knows(TuningTable table, TuningKey key, ImmutableArray<ConvolutionCandidate> candidates) =>
        table.Find(key) is [CandidateTime fastest, ..] && candidates.Contains(fastest.Candidate);

    private static ImmutableArray<CandidateTime> Measure(ImmutableArray<ConvolutionCandidate> candidates, ILayerMeasurement measurement)
    {
        CandidateTime[] first = [.. candidates.Select(candidate => new CandidateTime(candidate, measurement.Time(candidate)))];
        double limit = Hopeless * first.Min(time => time.Microseconds);
        CandidateTime[] hopeful = [.. first.Where(time => time.Microseconds <= limit)];
        double[][] times = [.. hopeful.Select(_ => new double[Rounds])];
        for (int round = 0; round < Rounds; round++)
        {
            for (int i = 0; i < hopeful.Length; i++)
            {
                times[i][round] = measurement.Time(hopeful[i].Candidate);
            }
        }

        // OrderBy keeps the order of equal ones: that of the candidates.
        return
        [
            .. hopeful.Select((time, i) => time with { Microseconds = times[i].Order().ElementAt(Rounds / 2) })
                .OrderBy(time => time.Microseconds),
        ];
    }
}
