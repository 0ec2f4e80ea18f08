using YolactGpu.Model.Inference;

namespace YolactGpu.Tests.Support;

/// <summary>An instance and a copy of its mask.</summary>
internal sealed record CollectedInstance(InstancePrediction Prediction, uint[] MaskWords)
{
    public int ClassId => Prediction.ClassId;

    public float Score => Prediction.Score;

    public CornerBox Box => Prediction.Box;
}

/// <summary>Keeps all that a run finds, with masks as they come.</summary>
internal sealed class CollectedInstances : IInstanceSink
{
    private readonly List<CollectedInstance[]> images = [];
    private readonly List<int> counts = [];

    /// <summary>For each image its instances, best first.</summary>
    public IReadOnlyList<CollectedInstance[]> Images => images;

    public static CollectedInstances Of(
        YolactInference inference, ReadOnlySpan<ImagePixels> images, PredictionFilter filter, CancellationToken cancellation = default)
    {
        CollectedInstances found = new();
        inference.Run(images, filter, found, cancellation);
        return found;
    }

    public void Begin(int image, int count)
    {
        if (image != images.Count)
        {
            throw new InvalidOperationException($"Image {image} begins; image {images.Count} is next.");
        }

        images.Add(new CollectedInstance[count]);
        counts.Add(0);
    }

    public void Add(int image, InstancePrediction instance, ReadOnlySpan<uint> mask) =>
        images[image][counts[image]++] = new CollectedInstance(instance, mask.ToArray());
}
