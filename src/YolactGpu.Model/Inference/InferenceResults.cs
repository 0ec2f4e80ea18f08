using System.Collections.Immutable;

namespace YolactGpu.Model.Inference;

/// <summary>One detected instance.</summary>
/// <param name="ClassId">Index into the configuration's class names.</param>
/// <param name="Score">Probability of the class.</param>
/// <param name="Box">Box in whole pixels of the image.</param>
public readonly record struct InstancePrediction(int ClassId, float Score, CornerBox Box)
{
    /// <summary>Gets the keypoints, in the order of the configuration's; empty where the network has none.</summary>
    public ImmutableArray<KeypointPrediction> Keypoints { get; init; } = [];
}

/// <summary>One keypoint of an instance.</summary>
/// <param name="X">Column in pixels, 0 to the image's width − 1.</param>
/// <param name="Y">Row in pixels, 0 to the image's height − 1.</param>
/// <param name="Score">Probability that it is to be seen.</param>
public readonly record struct KeypointPrediction(float X, float Y, float Score);

/// <summary>
/// A box in whole pixels, x1 and y1 inside, x2 and y2 the first beyond. As in the original a box that lies wholly outside the
/// image comes out with x1 &gt; x2 or y1 &gt; y2.
/// </summary>
/// <param name="X1">Left.</param>
/// <param name="Y1">Top.</param>
/// <param name="X2">Right.</param>
/// <param name="Y2">Bottom.</param>
public readonly record struct CornerBox(int X1, int Y1, int X2, int Y2);

/// <summary>How long the stages took for a whole batch, waiting included.</summary>
/// <param name="Preprocess">Upload, resize, normalise.</param>
/// <param name="Network">Image tensor to raw predictions.</param>
/// <param name="Detect">Raw predictions to the best detections.</param>
/// <param name="Masks">Mask assembly and read-back.</param>
public readonly record struct StageTimes(TimeSpan Preprocess, TimeSpan Network, TimeSpan Detect, TimeSpan Masks)
{
    /// <summary>Gets the sum.</summary>
    public TimeSpan Total => Preprocess + Network + Detect + Masks;
}

/// <summary>What a run tells of a batch beside the instances.</summary>
/// <param name="Times">How long it took.</param>
/// <param name="ClassExistence">For each image the probability of each class to be in it at all; empty where the network does not tell.</param>
public sealed record BatchPrediction(StageTimes Times, ImmutableArray<ImmutableArray<float>> ClassExistence);
