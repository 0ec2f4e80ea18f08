namespace YolactGpu.Data.Coco;

/// <summary>One keypoint of an instance.</summary>
/// <param name="X">Column in pixels, 0 to the image's width − 1.</param>
/// <param name="Y">Row in pixels, 0 to the image's height − 1.</param>
/// <param name="Score">Probability that the keypoint is to be seen, 0 to 1.</param>
public readonly record struct Keypoint(float X, float Y, float Score)
{
    /// <summary>The score from which on a keypoint counts as visible.</summary>
    public const float VisibleScore = 0.5f;

    /// <summary>The score from which on a keypoint counts as there, but hidden.</summary>
    public const float OccludedScore = 0.2f;

    /// <summary>Gets COCO's flag, by the score.</summary>
    public KeypointVisibility Visibility => Score >= VisibleScore ? KeypointVisibility.Visible
        : Score >= OccludedScore ? KeypointVisibility.Occluded
        : KeypointVisibility.NotLabelled;
}

/// <summary>The flag of COCO's keypoints, v.</summary>
public enum KeypointVisibility
{
    /// <summary>v = 0: not there.</summary>
    NotLabelled,

    /// <summary>v = 1: there, but hidden.</summary>
    Occluded,

    /// <summary>v = 2: to be seen.</summary>
    Visible,
}
