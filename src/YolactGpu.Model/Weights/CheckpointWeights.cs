using System.Text;
using YolactGpu.Graph.IR;
using YolactGpu.Weights;

namespace YolactGpu.Model.Weights;

/// <summary>
/// Weights from a file. Names and shapes are checked against the network while it is built; <see cref="ThrowIfUnfit"/>
/// then lists every missing, mismatched and left-over tensor in one error.
/// </summary>
public sealed class CheckpointWeights : IWeightSource
{
    private readonly IWeightFile file;
    private readonly Dictionary<string, string> storedNames;
    private readonly HashSet<string> used = [];
    private readonly List<string> problems = [];

    /// <summary>Initializes a new instance of the <see cref="CheckpointWeights"/> class over an open file.</summary>
    /// <param name="file">The file; it stays the caller's and must stay open while the network is built.</param>
    /// <param name="downsampleLevels">Extra pyramid levels of the network; old files hold more, which are passed over.</param>
    public CheckpointWeights(IWeightFile file, int downsampleLevels)
    {
        this.file = file;
        storedNames = WeightNames.WithoutModulePrefix(file.Tensors.Select(tensor => tensor.Name))
            .Where(pair => !CheckpointNames.IsObsolete(pair.Key, downsampleLevels))
            .ToDictionary();
    }

    /// <inheritdoc/>
    public ReadOnlyMemory<float> Get(string name, TensorShape shape)
    {
        if (!Find(name, shape, out string stored))
        {
            return new float[shape.Length];
        }

        float[] data = file.ReadSingles(stored);
        int unusable = CountNonFinite(data);
        if (unusable > 0)
        {
            problems.Add($"{name} holds {unusable} values that are NaN or infinite");
        }

        return data;
    }

    /// <inheritdoc/>
    public void Skip(string name, TensorShape? shape)
    {
        if (shape is { } expected)
        {
            Find(name, expected, out _);
        }
        else
        {
            used.Add(name);
        }
    }

    /// <summary>Throws where the file and the network did not fit each other; to be called when the network is built.</summary>
    /// <exception cref="WeightsException">Lists all that is wrong.</exception>
    public void ThrowIfUnfit(string config)
    {
        List<string> all = [.. problems, .. storedNames.Keys.Where(name => !used.Contains(name)).Select(name => $"{name} is not part of the network")];
        if (all.Count > 0)
        {
            StringBuilder message = new($"does not fit config {config}: ");
            message.AppendJoin("; ", all);
            throw new WeightsException(file.Path, message.ToString());
        }
    }

    private static int CountNonFinite(ReadOnlySpan<float> data)
    {
        int count = 0;
        foreach (float value in data)
        {
            count += float.IsFinite(value) ? 0 : 1;
        }

        return count;
    }

    private bool Find(string name, TensorShape shape, out string stored)
    {
        used.Add(name);
        if (!storedNames.TryGetValue(name, out stored!))
        {
            problems.Add($"{name} {shape} is missing");
            return false;
        }

        IReadOnlyList<long> found = file.GetTensor(stored).Shape;
        if (found.Count != shape.Rank || found.Select((size, axis) => size != shape[axis]).Any(differs => differs))
        {
            problems.Add($"{name} is [{string.Join(", ", found)}], must be {shape}");
            return false;
        }

        return true;
    }
}
