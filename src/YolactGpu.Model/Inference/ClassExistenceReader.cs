using System.Collections.Immutable;
using ILGPU.Runtime;
using YolactGpu.Graph.Execution;

namespace YolactGpu.Model.Inference;

/// <summary>Reads for each image of a batch how likely it is to hold something of each class. A network without that has nothing to read.</summary>
internal sealed class ClassExistenceReader : IDisposable
{
    private readonly ExecutionPlan plan;
    private readonly int classes;
    private readonly StagingBuffer<float> values;

    public ClassExistenceReader(ExecutionPlan plan)
    {
        this.plan = plan;
        values = new StagingBuffer<float>(plan.Accelerator);
        if (plan.Graph.Outputs.Any(output => output.Name == YolactNetwork.ClassExistence))
        {
            classes = plan.Graph.Output(YolactNetwork.ClassExistence).Shape[1];
        }
    }

    /// <summary>Queues the copy; the stream is not waited for.</summary>
    public void Queue(AcceleratorStream stream)
    {
        if (classes > 0)
        {
            values.Read(stream, plan.Floats(YolactNetwork.ClassExistence));
        }
    }

    /// <summary>Gives the probability of each class for the first images of the batch; empty where the network has none.</summary>
    public ImmutableArray<ImmutableArray<float>> OfFirst(int images)
    {
        ImmutableArray<ImmutableArray<float>>.Builder all = ImmutableArray.CreateBuilder<ImmutableArray<float>>(images);
        for (int i = 0; i < images; i++)
        {
            all.Add([.. values.Values.Slice(i * classes, classes)]);
        }

        return all.MoveToImmutable();
    }

    /// <inheritdoc/>
    public void Dispose() => values.Dispose();
}
