using YolactGpu.Graph.IR;
using YolactGpu.Model;
using YolactGpu.Model.Configs;
using YolactGpu.Model.Weights;
using YolactGpu.Weights;

namespace YolactGpu.Tests.Model;

/// <summary>A weights file of which only names, shapes and metadata exist: as much as recognising it takes.</summary>
internal sealed class ShapesOnlyFile : IWeightFile, IWeightSource
{
    private readonly Dictionary<string, WeightTensorInfo> tensors = new(StringComparer.Ordinal);

    /// <summary>The file of a network.</summary>
    internal ShapesOnlyFile(string path, YolactConfig config)
    {
        Path = path;
        YolactNetwork.Build(config, this, new NetworkOptions());
    }

    public string Path { get; }

    public WeightFormat Format => WeightFormat.TorchZip;

    public IReadOnlyList<WeightTensorInfo> Tensors => [.. tensors.Values];

    public IReadOnlyList<string> SkippedEntries => [];

    IReadOnlyDictionary<string, string> IWeightFile.Metadata => Metadata;

    internal Dictionary<string, string> Metadata { get; } = [];

    public WeightTensorInfo GetTensor(string name) => tensors[name];

    public Func<ReadOnlyMemory<float>> Get(string name, TensorShape shape)
    {
        Set(name, Sizes(shape));
        return () => throw new InvalidOperationException($"{name} was read; recognising a file needs no numbers.");
    }

    public void Skip(string name, TensorShape? shape) => Set(name, shape is { } sizes ? Sizes(sizes) : []);

    public float[] ReadSingles(string name) => throw new InvalidOperationException("Recognising a file needs no numbers.");

    public void ReadSingles(string name, Span<float> destination) => ReadSingles(name);

    public double[] ReadDoubles(string name) => throw new InvalidOperationException("Recognising a file needs no numbers.");

    public void ReadDoubles(string name, Span<double> destination) => ReadDoubles(name);

    public long[] ReadInt64(string name) => throw new InvalidOperationException("Recognising a file needs no numbers.");

    public void ReadInt64(string name, Span<long> destination) => ReadInt64(name);

    public byte[] ReadBytes(string name) => throw new InvalidOperationException("Recognising a file needs no numbers.");

    public Stream OpenRead(string name) => throw new InvalidOperationException("Recognising a file needs no numbers.");

    public void Dispose()
    {
    }

    private static long[] Sizes(TensorShape shape) => [.. Enumerable.Range(0, shape.Rank).Select(axis => (long)shape[axis])];

    internal void Set(string name, long[] shape) => tensors[name] = new WeightTensorInfo(name, WeightDataType.F32, shape);

    internal void Remove(string name) => tensors.Remove(name);

    internal void RemoveAll(string prefix)
    {
        foreach (string name in tensors.Keys.Where(name => name.StartsWith(prefix, StringComparison.Ordinal)).ToArray())
        {
            tensors.Remove(name);
        }
    }

    internal void Rename(Func<string, string> rename)
    {
        foreach (WeightTensorInfo tensor in Tensors)
        {
            tensors.Remove(tensor.Name);
            Set(rename(tensor.Name), [.. tensor.Shape]);
        }
    }
}
