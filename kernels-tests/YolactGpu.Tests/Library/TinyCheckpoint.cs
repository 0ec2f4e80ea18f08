using YolactGpu.Graph.IR;
using YolactGpu.Model;
using YolactGpu.Model.Configs;
using YolactGpu.Model.Weights;
using YolactGpu.Tests.Weights.Support;
using YolactGpu.Weights;

namespace YolactGpu.Tests.Library;

/// <summary>The tensors of a network as a checkpoint has them, with numbers from the formula, to be changed and written.</summary>
internal sealed class TinyCheckpoint : IWeightSource
{
    private readonly FormulaWeights formula;

    internal TinyCheckpoint(YolactConfig config)
    {
        formula = new FormulaWeights(config.ClassCount);
        YolactNetwork.Build(config, this, new NetworkOptions());
    }

    internal SortedDictionary<string, (TensorShape Shape, float[] Data)> Tensors { get; } = new(StringComparer.Ordinal);

    internal Dictionary<string, string> Metadata { get; } = [];

    public Func<ReadOnlyMemory<float>> Get(string name, TensorShape shape)
    {
        Func<ReadOnlyMemory<float>> read = formula.Get(name, shape);
        Tensors.Add(name, (shape, read().ToArray()));
        return read;
    }

    /// <summary>What a network passes over is left out: num_batches_tracked.</summary>
    public void Skip(string name, TensorShape? shape)
    {
    }

    internal void WriteSafetensors(string path)
    {
        WeightTensorInfo[] infos =
            [.. Tensors.Select(pair => new WeightTensorInfo(pair.Key, WeightDataType.F32, Sizes(pair.Value.Shape)))];
        using SafetensorsWriter writer = SafetensorsWriter.Create(path, infos, Metadata);
        foreach ((string name, (_, float[] data)) in Tensors)
        {
            writer.Write(name, data);
        }

        writer.Commit();
    }

    /// <summary>The checkpoint as torch.save writes it.</summary>
    internal TorchFile ToTorch()
    {
        TorchFile file = new();
        foreach ((string name, (TensorShape shape, float[] data)) in Tensors)
        {
            file.Add(name, Sizes(shape), data);
        }

        return file;
    }

    private static long[] Sizes(TensorShape shape) => [.. Enumerable.Range(0, shape.Rank).Select(axis => (long)shape[axis])];
}
