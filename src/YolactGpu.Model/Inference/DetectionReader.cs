using System.Collections.Immutable;
using ILGPU;
using ILGPU.Runtime;
using YolactGpu.Graph.Execution;

namespace YolactGpu.Model.Inference;

/// <summary>Reads what a plan detected, all but the masks: queued first, looked at once the stream was waited for.</summary>
internal sealed class DetectionReader(ExecutionPlan plan) : IDisposable
{
    private readonly int capacity = plan.Graph.Output("score").Shape[1];
    private readonly StagingBuffer<int> counts = new(plan.Accelerator);
    private readonly StagingBuffer<int> classes = new(plan.Accelerator);
    private readonly StagingBuffer<float> scores = new(plan.Accelerator);
    private readonly StagingBuffer<int> boxes = new(plan.Accelerator);
    private readonly KeypointReader keypoints = new(plan);

    /// <summary>Queues the copies.</summary>
    /// <param name="stream">Where.</param>
    /// <param name="pixelBoxes">The boxes, in pixels of the images.</param>
    public void Queue(AcceleratorStream stream, ArrayView<int> pixelBoxes)
    {
        counts.Read(stream, plan.Ints("count"));
        classes.Read(stream, plan.Ints("class"));
        scores.Read(stream, plan.Floats("score"));
        boxes.Read(stream, pixelBoxes);
        keypoints.Queue(stream);
    }

    /// <summary>Gives how many detections of an image are wanted.</summary>
    public int Wanted(int image, PredictionFilter filter)
    {
        int most = Math.Min(counts.Values[image], filter.TopK);
        ReadOnlySpan<float> best = scores.Values.Slice(image * capacity, most);
        int wanted = 0;
        while (wanted < most && best[wanted] > filter.ScoreThreshold)
        {
            wanted++;
        }

        return wanted;
    }

    /// <summary>Gives a detection.</summary>
    /// <param name="image">Which image of the batch.</param>
    /// <param name="rank">Which of its detections, from the best.</param>
    /// <param name="size">The image, for its size.</param>
    public InstancePrediction Instance(int image, int rank, ImagePixels size)
    {
        int at = (image * capacity) + rank;
        ReadOnlySpan<int> box = boxes.Values.Slice(at * 4, 4);
        ImmutableArray<KeypointPrediction> points = keypoints.Of(at, size.Width, size.Height);
        return new InstancePrediction(
            classes.Values[at], scores.Values[at], new CornerBox(box[0], box[1], box[2], box[3])) { Keypoints = points };
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        counts.Dispose();
        classes.Dispose();
        scores.Dispose();
        boxes.Dispose();
        keypoints.Dispose();
    }
}
