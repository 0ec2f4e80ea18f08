using YolactGpu.Graph.IR;
using YolactGpu.Model.Weights;

namespace YolactGpu.WeightsConverter.Onnx;

/// <summary>Weights that tell a progress line of what is read.</summary>
internal sealed class ReportingWeights(IWeightSource weights, ProgressLine progress) : IWeightSource
{
    public Func<ReadOnlyMemory<float>> Get(string name, TensorShape shape)
    {
        Func<ReadOnlyMemory<float>> read = weights.Get(name, shape);
        return () =>
        {
            ReadOnlyMemory<float> data = read();
            progress.Add(data.Length * sizeof(float));
            return data;
        };
    }

    public void Skip(string name, TensorShape? shape) => weights.Skip(name, shape);
}
