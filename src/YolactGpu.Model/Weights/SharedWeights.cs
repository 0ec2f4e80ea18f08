using YolactGpu.Graph.IR;

namespace YolactGpu.Model.Weights;

/// <summary>Asks its source for each weight once, for layers that are applied several times.</summary>
internal sealed class SharedWeights(IWeightSource source) : IWeightSource
{
    private readonly Dictionary<string, ReadOnlyMemory<float>> loaded = [];

    public ReadOnlyMemory<float> Get(string name, TensorShape shape)
    {
        if (!loaded.TryGetValue(name, out ReadOnlyMemory<float> data))
        {
            data = source.Get(name, shape);
            loaded.Add(name, data);
        }

        return data;
    }

    public void Skip(string name, TensorShape? shape) => source.Skip(name, shape);
}
