using YolactGpu.Graph.IR;
using YolactGpu.Model.Weights;

namespace YolactGpu.Tests.Graph.Planning;

/// <summary>Weights of nothing but zeros, where only the shapes of a network count.</summary>
internal sealed class ZeroWeights : IWeightSource
{
    public Func<ReadOnlyMemory<float>> Get(string name, TensorShape shape) => () => new float[shape.Length];

    public void Skip(string name, TensorShape? shape)
    {
    }
}
