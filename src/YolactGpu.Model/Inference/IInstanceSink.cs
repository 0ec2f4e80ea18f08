namespace YolactGpu.Model.Inference;

/// <summary>
/// Takes the instances of a run as they are read back: what is kept of a mask, and in what form, is the sink's affair.
/// </summary>
public interface IInstanceSink
{
    /// <summary>Says how many instances an image has; once for each image of the batch, before its instances.</summary>
    /// <param name="image">Which image of the batch.</param>
    /// <param name="count">How many instances follow.</param>
    void Begin(int image, int count);

    /// <summary>Takes an instance. Those of an image come best first; between them may come those of others.</summary>
    /// <param name="image">Which image of the batch.</param>
    /// <param name="instance">The instance.</param>
    /// <param name="mask">Its mask at the image's size: 32 pixels per word, the first least significant, rows padded to words. Gone after the call.</param>
    void Add(int image, InstancePrediction instance, ReadOnlySpan<uint> mask);
}
