using System.Collections.Immutable;
using YolactGpu.Data.Coco;

namespace YolactGpu;

/// <summary>One instance found on an image.</summary>
/// <param name="ClassId">Index into the detector's class names.</param>
/// <param name="ClassName">Name of the class.</param>
/// <param name="Score">Probability of the class, 0 to 1.</param>
/// <param name="Box">Box in whole pixels.</param>
/// <param name="Mask">Mask at the image's size; gives bits, COCO RLE and polygons.</param>
public sealed record Detection(int ClassId, string ClassName, float Score, PixelBox Box, MaskRuns Mask)
{
    /// <summary>Gets the id of the class in the data set that the network was trained on, as COCO's results have it.</summary>
    public int CategoryId { get; init; }

    /// <summary>Gets the keypoints, in the order of <see cref="Detections.Skeleton"/>; empty where the network has none.</summary>
    public ImmutableArray<Keypoint> Keypoints { get; init; } = [];

    /// <summary>Gets the id that the instance keeps from frame to frame of a video; null where instances are not tracked.</summary>
    public int? TrackId { get; init; }
}
