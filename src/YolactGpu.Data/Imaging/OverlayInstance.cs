using System.Collections.Immutable;
using YolactGpu.Data.Coco;

namespace YolactGpu.Data.Imaging;

/// <summary>One instance to be drawn.</summary>
/// <param name="ClassName">The name on its label.</param>
/// <param name="Score">The score on its label; instances are drawn in the order of their scores.</param>
/// <param name="Box">Its box; what lies outside the picture is not drawn.</param>
/// <param name="Mask">Its mask, of the picture's size; null for none.</param>
public sealed record OverlayInstance(string ClassName, float Score, PixelBox Box, MaskRuns? Mask)
{
    /// <summary>Its class, which gives it its colour where instances of a class share one.</summary>
    public int ClassId { get; init; }

    /// <summary>The id that it keeps from frame to frame of a video, which gives it its colour; null where instances are not tracked.</summary>
    public int? TrackId { get; init; }

    /// <summary>Its keypoints; empty for none.</summary>
    public ImmutableArray<Keypoint> Keypoints { get; init; } = [];

    /// <summary>What the keypoints are called and how they are joined; without it they are not drawn.</summary>
    public KeypointSkeleton? Skeleton { get; init; }
}

/// <summary>What has a colour of its own in an overlay.</summary>
public enum OverlayColours
{
    /// <summary>Every instance: the j-th best has the j-th colour, one that is tracked the same on all frames.</summary>
    PerInstance,

    /// <summary>Every class: its instances have the same colour, on all pictures.</summary>
    PerClass,
}

/// <summary>What an overlay shows.</summary>
public sealed record OverlayOptions
{
    /// <summary>Masks as tinted areas.</summary>
    public bool ShowMasks { get; init; } = true;

    /// <summary>Boxes as outlines.</summary>
    public bool ShowBoxes { get; init; } = true;

    /// <summary>Keypoints and the lines between them.</summary>
    public bool ShowKeypoints { get; init; } = true;

    /// <summary>Class names.</summary>
    public bool ShowLabels { get; init; } = true;

    /// <summary>Scores, beside the class names or alone.</summary>
    public bool ShowScores { get; init; } = true;

    /// <summary>What has a colour of its own.</summary>
    public OverlayColours Colours { get; init; } = OverlayColours.PerInstance;

    /// <summary>How much of an instance's colour a tinted pixel has, from 0 to 1; YOLACT's 0.45 unless told.</summary>
    public float MaskAlpha { get; init; } = 0.45f;
}
