using System.Collections.Concurrent;
using System.Collections.Immutable;
using YolactGpu.Graph.Ops;
using YolactGpu.Kernels.Convolution;

namespace YolactGpu.Graph.Tuning;

/// <summary>What a measurement was made for.</summary>
/// <param name="Layer">Sizes and storage.</param>
/// <param name="Precision">How exactly it multiplies.</param>
public readonly record struct TuningKey(ConvolutionLayer Layer, ConvolutionPrecision Precision);

/// <summary>One way to compute a layer, and its time.</summary>
/// <param name="Candidate">The way.</param>
/// <param name="Microseconds">Median over some rounds.</param>
public readonly record struct CandidateTime(ConvolutionCandidate Candidate, double Microseconds);

/// <summary>
/// What was measured on one device: for each layer the times of the ways to compute it, the fastest first. The choices are the table's
/// alone: with the same table a device gives the same bits. May be used from several threads.
/// </summary>
public sealed class TuningTable
{
    private readonly ConcurrentDictionary<TuningKey, ImmutableArray<CandidateTime>> entries = [];

    /// <summary>Gets everything that was measured.</summary>
    public IEnumerable<KeyValuePair<TuningKey, ImmutableArray<CandidateTime>>> Entries => entries;

    /// <summary>Gets the number of layers.</summary>
    public int Count => entries.Count;

    /// <summary>Gives the times for a layer, the fastest first; empty where it was not measured.</summary>
    public ImmutableArray<CandidateTime> Find(TuningKey key) => entries.GetValueOrDefault(key, []);

    /// <summary>Adds what was measured for a layer.</summary>
    /// <exception cref="ArgumentException">There are no times.</exception>
    public void Add(TuningKey key, ImmutableArray<CandidateTime> fastestFirst)
    {
        if (fastestFirst.IsDefaultOrEmpty)
        {
            throw new ArgumentException("A measurement holds at least one time.", nameof(fastestFirst));
        }

        entries[key] = fastestFirst;
    }
}
