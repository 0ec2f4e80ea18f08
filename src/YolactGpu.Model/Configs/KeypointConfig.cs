using System.Collections.Immutable;

namespace YolactGpu.Model.Configs;

/// <summary>
/// The keypoints that a network predicts for every instance: for each prior an offset of each keypoint from the prior's
/// centre, and whether the keypoint is to be seen.
/// </summary>
public sealed record KeypointConfig
{
    /// <summary>Gets the 17 keypoints of COCO's persons and the 19 edges of their skeleton.</summary>
    public static KeypointConfig CocoPerson { get; } = new()
    {
        Names =
        [
            "nose", "left_eye", "right_eye", "left_ear", "right_ear", "left_shoulder", "right_shoulder", "left_elbow",
            "right_elbow", "left_wrist", "right_wrist", "left_hip", "right_hip", "left_knee", "right_knee", "left_ankle",
            "right_ankle",
        ],

        // In the order of person_keypoints_*.json, which counts keypoints from 1.
        Skeleton =
        [
            new(15, 13), new(13, 11), new(16, 14), new(14, 12), new(11, 12), new(5, 11), new(6, 12), new(5, 6), new(5, 7),
            new(6, 8), new(7, 9), new(8, 10), new(1, 2), new(0, 1), new(0, 2), new(1, 3), new(2, 4), new(3, 5), new(4, 6),
        ],
    };

    /// <summary>Gets the names, in the order of the predictions.</summary>
    public required ImmutableArray<string> Names { get; init; }

    /// <summary>Gets the pairs of keypoints that a skeleton joins; may be empty.</summary>
    public ImmutableArray<SkeletonEdge> Skeleton { get; init; } = [];

    /// <summary>Gets the scale of predicted offsets: a keypoint lies offset · this · the prior's size off its centre.</summary>
    public float Variance { get; init; } = 0.1f;

    internal void Check(string config)
    {
        Require(Names is { IsDefaultOrEmpty: false, Length: <= 256 }, $"Names holds {(Names.IsDefault ? 0 : Names.Length)} keypoints; it must be 1 to 256.");
        Require(Variance is > 0 and <= 100, $"Variance is {Variance}; it must be above 0 and at most 100.");
        foreach (SkeletonEdge edge in Skeleton)
        {
            Require(
                edge.From >= 0 && edge.From < Names.Length && edge.To >= 0 && edge.To < Names.Length && edge.From != edge.To,
                $"Skeleton joins keypoints {edge.From} and {edge.To}; both must be among 0 to {Names.Length - 1} and differ.");
        }

        void Require(bool holds, string message)
        {
            if (!holds)
            {
                throw new ConfigException($"Config {config}: Head.Keypoints.{message}");
            }
        }
    }
}

/// <summary>Two keypoints that a skeleton joins.</summary>
/// <param name="From">Index of one, from 0.</param>
/// <param name="To">Index of the other.</param>
public readonly record struct SkeletonEdge(int From, int To);
