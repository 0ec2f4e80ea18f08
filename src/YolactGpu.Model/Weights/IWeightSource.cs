using YolactGpu.Graph.IR;

namespace YolactGpu.Model.Weights;

/// <summary>Where a network takes its weights from while it is built.</summary>
public interface IWeightSource
{
    /// <summary>Gives a weight by its name in a checkpoint, row-major; asked once for each tensor of the network.</summary>
    ReadOnlyMemory<float> Get(string name, TensorShape shape);

    /// <summary>
    /// Notes a tensor that checkpoints hold but the network does not compute with (num_batches_tracked, a branch that
    /// only training uses), so that it is neither missing nor left over.
    /// </summary>
    void Skip(string name, TensorShape? shape);
}
