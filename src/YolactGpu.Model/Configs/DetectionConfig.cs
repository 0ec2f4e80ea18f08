namespace YolactGpu.Model.Configs;

/// <summary>From raw predictions to detections.</summary>
public sealed record DetectionConfig
{
    /// <summary>Gets the score that a prior's best class must exceed.</summary>
    public float ConfidenceThreshold { get; init; } = 0.05f;

    /// <summary>Gets the overlap above which Fast NMS drops the lower-ranked box.</summary>
    public float IoUThreshold { get; init; } = 0.5f;

    /// <summary>Gets the boxes per class that enter NMS.</summary>
    public int TopKPerClass { get; init; } = 200;

    /// <summary>Gets the detections per image that leave it.</summary>
    public int MaxDetections { get; init; } = 100;

    /// <summary>Gets a value indicating whether masks are cropped to their boxes.</summary>
    public bool CropMasks { get; init; } = true;

    internal void Check(string config)
    {
        Require(ConfidenceThreshold is >= 0 and < 1, $"ConfidenceThreshold is {ConfidenceThreshold}; it must be from 0 to below 1.");
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
