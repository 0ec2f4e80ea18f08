using System.Collections.Immutable;
using ILGPU.Runtime;
using YolactGpu.Graph.Execution;
using YolactGpu.Graph.IR;

namespace YolactGpu.Model.Inference;

/// <summary>
/// Reads the keypoints of a plan's detections and maps them to pixels: x · width, cut off to 0 … width − 1, and so y, so
/// that each lies on a pixel of the image, as COCO's do. A network without keypoints has none to read.
/// </summary>
internal sealed class KeypointReader
{
    private const string Output = "keypoints";

    private readonly ExecutionPlan plan;
    private readonly int count;
    private readonly float[] values = [];

    public KeypointReader(ExecutionPlan plan)
    {
        this.plan = plan;
        if (plan.Graph.Outputs.Any(output => output.Name == Output))
        {
            TensorShape shape = plan.Graph.Output(Output).Shape;
            count = shape[2];
            values = new float[shape.Length];
        }
    }

    /// <summary>Queues the copy; the stream is not waited for.</summary>
    public void Read(AcceleratorStream stream)
    {
        if (count > 0)
        {
            plan.Floats(Output).CopyToCPU(stream, values);
        }
    }

    /// <summary>Gives the keypoints of one detection of the batch, in pixels of its image.</summary>
    public ImmutableArray<KeypointPrediction> Of(int detection, int width, int height)
    {
        ImmutableArray<KeypointPrediction>.Builder keypoints = ImmutableArray.CreateBuilder<KeypointPrediction>(count);
        for (int at = detection * count * 3; keypoints.Count < count; at += 3)
        {
            float x = Math.Clamp(values[at] * width, 0, width - 1);
            float y = Math.Clamp(values[at + 1] * height, 0, height - 1);
            keypoints.Add(new KeypointPrediction(x, y, values[at + 2]));
        }

        return keypoints.MoveToImmutable();
    }
}
