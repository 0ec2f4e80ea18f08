using System.Diagnostics;
using System.Globalization;
using YolactGpu.Weights;

namespace YolactGpu.WeightsConverter.Fuzzing;

/// <summary>How damaged files were taken.</summary>
/// <param name="Loaded">Files that could be read all the same.</param>
/// <param name="Refused">Files that gave the typed error.</param>
/// <param name="Findings">Everything else, one line each.</param>
internal sealed record FuzzReport(int Loaded, int Refused, IReadOnlyList<string> Findings);

/// <summary>
/// Reads damaged files whole. A file must load or give a <see cref="WeightsException"/>, in bounded time and memory;
/// whatever else happens is a finding.
/// </summary>
internal static class Fuzzer
{
    private const long MemoryLimit = 200_000_000;
    private static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(1);

    /// <summary>Damages each sample in turn.</summary>
    /// <param name="samples">What to damage.</param>
    /// <param name="count">How many damaged files to read.</param>
    /// <param name="seed">The first seed; each file has its own, which a finding names.</param>
    internal static FuzzReport Run(IReadOnlyList<FuzzSample> samples, int count, int seed)
    {
        int loaded = 0;
        int refused = 0;
        List<string> findings = [];
        for (int index = 0; index < count; index++)
        {
            FuzzSample sample = samples[index % samples.Count];
            int ownSeed = unchecked(seed + index);
            string? finding = Read(sample, new Mutation(ownSeed).Apply(sample.Bytes), out bool isLoaded);
            loaded += isLoaded ? 1 : 0;
            refused += isLoaded ? 0 : 1;
            if (finding is not null)
            {
                findings.Add(string.Create(CultureInfo.InvariantCulture, $"{sample.Name}, seed {ownSeed}: {finding}"));
            }
        }

        return new FuzzReport(loaded, refused, findings);
    }

    /// <summary>Reads one damaged file whole.</summary>
    /// <param name="sample">What it was.</param>
    /// <param name="damaged">What stands in place of the sample's bytes.</param>
    /// <param name="isLoaded">Whether it could be read.</param>
    /// <returns>What should not have happened, or null.</returns>
    internal static string? Read(FuzzSample sample, byte[] damaged, out bool isLoaded)
    {
        long memory = GC.GetAllocatedBytesForCurrentThread();
        long start = Stopwatch.GetTimestamp();
        string? finding = null;
        isLoaded = TryRead(sample, damaged, ref finding);
        memory = GC.GetAllocatedBytesForCurrentThread() - memory;
        TimeSpan time = Stopwatch.GetElapsedTime(start);
        finding ??= memory > MemoryLimit ? $"{memory} bytes were allocated" : null;
        finding ??= time > TimeLimit
            ? string.Create(CultureInfo.InvariantCulture, $"it took {time.TotalSeconds:F1} s")
            : null;
        return finding;
    }

    private static bool TryRead(FuzzSample sample, byte[] damaged, ref string? finding)
    {
        try
        {
            using IWeightFile file = sample.Open(damaged);
            foreach (WeightTensorInfo tensor in file.Tensors)
            {
                file.ReadSingles(tensor.Name);
            }

            return true;
        }
        catch (WeightsException exception)
        {
            if (exception.Message.AsSpan().ContainsAny('\n', '\r', '\u001b'))
            {
                finding = $"its message is no plain line: {TerminalText.Plain(exception.Message)}";
            }

            return false;
        }
#pragma warning disable CA1031 // Any other exception is what is looked for.
        catch (Exception exception)
        {
            finding = TerminalText.Plain(exception.ToString());
            return false;
        }
#pragma warning restore CA1031
    }
}
