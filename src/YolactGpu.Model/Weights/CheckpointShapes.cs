using YolactGpu.Weights;

namespace YolactGpu.Model.Weights;

/// <summary>The shapes of a file's tensors by name.</summary>
internal sealed class CheckpointShapes(IWeightFile file)
{
    private readonly Dictionary<string, IReadOnlyList<long>> shapes = WeightNames
        .WithoutModulePrefix(file.Tensors.Select(tensor => tensor.Name))
        .ToDictionary(pair => pair.Key, pair => file.GetTensor(pair.Value).Shape);

    public IReadOnlyCollection<string> Names => shapes.Keys;

    public bool Contains(string name) => shapes.ContainsKey(name);

    public int Size(string name, int axis)
    {
        if (!shapes.TryGetValue(name, out IReadOnlyList<long>? shape))
        {
            throw new WeightsException(
                file.Path, $"holds no YOLACT network: {name} is missing among its {shapes.Count} tensors");
        }

        return axis < shape.Count && shape[axis] is > 0 and <= 65536
            ? (int)shape[axis]
            : throw new WeightsException(file.Path, $"has the shape [{string.Join(", ", shape)}]; a filter was expected", name);
    }

    /// <summary>Counts the different numbers that follow a prefix.</summary>
    public int Count(string prefix) => shapes.Keys
        .Where(name => name.StartsWith(prefix, StringComparison.Ordinal))
        .Select(name => name[prefix.Length..].Split('.')[0])
        .Distinct()
        .Count();
}
