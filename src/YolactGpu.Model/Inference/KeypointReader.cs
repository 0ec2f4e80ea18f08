using System.Collections.Immutable;
using ILGPU.Runtime;
using YolactGpu.Graph.Execution;

namespace YolactGpu.Model.Inference;

/// <summary>
/// Reads the keypoints of a plan's detections and maps them to pixels: x · width, cut off to 0 … width − 1, and so y, so
/// that each lies on a pixel of the image, as COCO's do. A network without keypoints has none to read.
/// </summary>
internal sealed class KeypointReader : IDisposable
{
    private const string Output = "keypoints";

    private readonly ExecutionPlan plan;
    private readonly int count;
    private readonly StagingBuffer<float> values;

    public KeypointReader(ExecutionPlan plan)
    {
        this.plan = plan;
        values = new StagingBuffer<float>(plan.Accelerator);
        if (plan.Graph.Outputs.Any(output => output.Name == Output))
        {
            count = plan.Graph.Output(Output).Shape[2];
        }
    }

    /// <summary>Queues the copy; the stream is not waited for.</summary>
    public void Queue(AcceleratorStream stream)
    {
        if (count > 0)
        {
            values.Read(stream, plan.Floats(Output));
        }
    }

    /// <summary>Gives the keypoints of one detection of the batch, in pixels of its image.</summary>
    public ImmutableArray<KeypointPrediction> Of(int detection, int width, int height)
    {
        if (count == 0)
        {
            return [];
        }

        ImmutableArray<KeypointPrediction>.Builder keypoints = ImmutableArray.CreateBuilder<KeypointPrediction>(count);
        for (int at = detection * count * 3; keypoints.Count < count; at += 3)
        {
            ReadOnlySpan<float> point = values.Values.Slice(at, 3);
            float x = Math.Clamp(point[0] * width, 0, width - 1);
            float y = Math.Clamp(point[1] * height, 0, height - 1);
            keypoints.Add(new KeypointPrediction(x, y, point[2]));
        }

        return keypoints.MoveToImmutable();
    }

    /// <inheritdoc/>
    public void Dispose() => values.Dispose();
}
