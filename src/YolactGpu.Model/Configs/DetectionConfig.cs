namespace YolactGpu.Model.Configs;

/// <summary>From raw predictions to detections.</summary>
public sealed record DetectionConfig
{
    /// <summary>Gets the score that a prior's best class must exceed.</summary>
    public float ConfidenceThreshold { get; init; } = 0.05f;

    /// <summary>Gets how class logits become scores.</summary>
    public ClassScoring Scoring { get; init; } = ClassScoring.Softmax;

    /// <summary>Gets how boxes that overlap are thinned out.</summary>
    public NmsMode Nms { get; init; } = NmsMode.Fast;

    /// <summary>Gets the overlap above which (traditional NMS: from which) the lower-ranked box is dropped.</summary>
    public float IoUThreshold { get; init; } = 0.5f;

    /// <summary>Gets the boxes per class (cross-class NMS: per image) that enter NMS. Traditional NMS takes all.</summary>
    public int TopKPerClass { get; init; } = 200;

    /// <summary>Gets the detections per image that leave it. As in the original, cross-class NMS gives all that it keeps of <see cref="TopKPerClass"/>.</summary>
    public int MaxDetections { get; init; } = 100;

    /// <summary>Gets a value indicating whether masks are cropped to their boxes.</summary>
    public bool CropMasks { get; init; } = true;

    internal void Check(string config)
    {
        Require(ConfidenceThreshold is >= 0 and < 1, $"ConfidenceThreshold is {ConfidenceThreshold}; it must be from 0 to below 1.");
        Require(Enum.IsDefined(Scoring), $"Scoring is {Scoring}; it must be one of {string.Join(", ", Enum.GetNames<ClassScoring>())}.");
        Require(Enum.IsDefined(Nms), $"Nms is {Nms}; it must be one of {string.Join(", ", Enum.GetNames<NmsMode>())}.");
        Require(IoUThreshold is >= 0 and <= 1, $"IoUThreshold is {IoUThreshold}; it must be 0 to 1.");
        Require(TopKPerClass is >= 1 and <= 1024, $"TopKPerClass is {TopKPerClass}; it must be 1 to 1024.");
        Require(MaxDetections is >= 1 and <= 1024, $"MaxDetections is {MaxDetections}; it must be 1 to 1024.");

        void Require(bool holds, string message)
        {
            if (!holds)
            {
                throw new ConfigException($"Config {config}: Detection.{message}");
            }
        }
    }
}
