using System.Collections.Concurrent;
using System.Numerics;
using System.Text;
using YolactGpu.Graph.IR;
using YolactGpu.Weights;

namespace YolactGpu.Model.Weights;

/// <summary>
/// Weights from a file. Names and shapes are checked against the network while it is built, numbers when they are read;
/// <see cref="ThrowIfUnfit"/> and <see cref="ThrowIfUnusable"/> list all that is wrong in one error.
/// </summary>
public sealed class CheckpointWeights : IWeightSource
{
    private readonly IWeightFile file;
    private readonly Dictionary<string, string> storedNames;
    private readonly HashSet<string> known = new(StringComparer.Ordinal);
    private readonly HashSet<string> fitting = new(StringComparer.Ordinal);
    private readonly HashSet<string> expected = new(StringComparer.Ordinal);
    private readonly List<string> missing = [];
    private readonly List<string> mismatched = [];
    private readonly ConcurrentDictionary<string, int> unusableCounts = new(StringComparer.Ordinal);

    /// <summary>Initializes a new instance of the <see cref="CheckpointWeights"/> class over an open file.</summary>
    /// <param name="file">The file; it stays the caller's and must stay open as long as plans of the network are compiled.</param>
    /// <param name="downsampleLevels">Extra pyramid levels of the network; old files hold more, which are passed over.</param>
    public CheckpointWeights(IWeightFile file, int downsampleLevels)
    {
        ArgumentNullException.ThrowIfNull(file);
        this.file = file;
        storedNames = WeightNames.WithoutModulePrefix(file.Tensors.Select(tensor => tensor.Name))
            .Where(pair => !CheckpointNames.IsObsolete(pair.Key, downsampleLevels))
            .ToDictionary(StringComparer.Ordinal);
    }

    /// <inheritdoc/>
    public Func<ReadOnlyMemory<float>> Get(string name, TensorShape shape)
    {
        Expect(name, shape);
        return () => Read(name);
    }

    /// <inheritdoc/>
    public void Skip(string name, TensorShape? shape)
    {
        if (shape is { } expected)
        {
            Expect(name, expected);
        }
        else
        {
            known.Add(name);
        }
    }

    /// <summary>
    /// Throws where names or shapes of the file and of the network differ; to be called when the network is built. Numbers that
    /// are NaN or infinite are looked for as well then, so that one error tells everything.
    /// </summary>
    /// <exception cref="WeightsException">Lists every missing, mismatched and left-over tensor.</exception>
    public void ThrowIfUnfit(string config)
    {
        string[] extra = [.. storedNames.Keys.Where(name => !known.Contains(name))];
        if (missing.Count + mismatched.Count + extra.Length == 0)
        {
            return;
        }

        ReadTheRest();
        StringBuilder message = new($"does not fit config {config}: ");
        message.Append(
            $"{missing.Count} of its {expected.Count} tensors are missing, {mismatched.Count} have another shape, {extra.Length} in the file are not part of it: ");
        message.AppendJoin("; ", [.. missing, .. mismatched, .. extra.Select(name => $"{name} is not part of the network"), .. Unusable()]);
        throw new WeightsException(file.Path, message.ToString());
    }

    /// <summary>
    /// Throws where tensors hold numbers that are NaN or infinite; to be called when a plan is compiled. What has not been read
    /// by then is read here.
    /// </summary>
    /// <exception cref="WeightsException">Lists every such tensor.</exception>
    public void ThrowIfUnusable()
    {
        ReadTheRest();
        string[] unusable = [.. Unusable()];
        if (unusable.Length > 0)
        {
            throw new WeightsException(file.Path, $"cannot be used: {string.Join("; ", unusable)}");
        }
    }

    private void Expect(string name, TensorShape shape)
    {
        known.Add(name);
        if (!expected.Add(name))
        {
            return;
        }

        if (!storedNames.TryGetValue(name, out string? stored))
        {
            missing.Add($"{name} {shape} is missing");
            return;
        }

        IReadOnlyList<long> found = file.GetTensor(stored).Shape;
        if (found.Count == shape.Rank && found.Select((size, axis) => size == shape[axis]).All(agrees => agrees))
        {
            fitting.Add(name);
        }
        else
        {
            mismatched.Add($"{name} is [{string.Join(", ", found)}], must be {shape}");
        }
    }

    private float[] Read(string name)
    {
        float[] data = file.ReadSingles(storedNames[name]);
        unusableCounts[name] = CountNonFinite(data);
        return data;
    }

    private void ReadTheRest()
    {
        foreach (string name in fitting.Where(name => !unusableCounts.ContainsKey(name)))
        {
            Read(name);
        }
    }

    private IEnumerable<string> Unusable() => unusableCounts
        .Where(pair => pair.Value > 0)
        .OrderBy(pair => pair.Key, StringComparer.Ordinal)
        .Select(pair => $"{pair.Key} holds {pair.Value} numbers that are NaN or infinite");

    /// <summary>Counts what is not finite: v · 0 is 0 for finite numbers and NaN for all others.</summary>
    private static int CountNonFinite(ReadOnlySpan<float> data)
    {
        int count = 0;
        int i = 0;
        Vector<float> zero = Vector<float>.Zero;
        for (; i <= data.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            Vector<int> finite = Vector.Equals(new Vector<float>(data[i..]) * zero, zero);
            count += Vector<int>.Count + Vector.Sum(finite);
        }

        for (; i < data.Length; i++)
        {
            count += float.IsFinite(data[i]) ? 0 : 1;
        }

        return count;
    }
}
