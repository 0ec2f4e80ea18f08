using YolactGpu.Graph.IR;

namespace YolactGpu.Model.Weights;

/// <summary>Where a network takes its weights from. May be used from several threads at once.</summary>
public interface IWeightSource
{
    /// <summary>
    /// Gives what reads a weight, by its name in a checkpoint; asked once for each tensor of the network while it is built.
    /// The numbers themselves, row-major, are read when a plan is compiled, perhaps several times.
    /// </summary>
    Func<ReadOnlyMemory<float>> Get(string name, TensorShape shape);

    /// <summary>
    /// Notes a tensor that checkpoints hold but the network does not compute with (num_batches_tracked, a branch that
    /// only training uses), so that it is neither missing nor left over.
    /// </summary>
    void Skip(string name, TensorShape? shape);
}
