using System.Text.Json.Serialization;

namespace YolactGpu.Data.Coco;

/// <summary>
/// One instance in a COCO results file, which the COCO API's loadRes reads: a list of such objects for all images.
/// </summary>
/// <param name="ImageId">The image's id in the annotations.</param>
/// <param name="CategoryId">The category's id in the annotations.</param>
/// <param name="Bbox">x, y, width, height of the box, to the tenth of a pixel.</param>
/// <param name="Score">Score, from 0 to 1.</param>
/// <param name="Segmentation">The mask.</param>
public sealed record CocoResult(
    long ImageId, int CategoryId, float[] Bbox, float Score, SegmentationRecord Segmentation)
{
    /// <summary>x, y, v of each keypoint in turn; null where the network has none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public float[]? Keypoints { get; init; }

    /// <summary>The id that the instance keeps from frame to frame of a video; null where instances are not tracked.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? TrackId { get; init; }

    /// <summary>How many keypoints have v above 0; null where the network has none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? NumKeypoints { get; init; }

    /// <summary>The result of an instance, its run lengths taken from its mask.</summary>
    /// <param name="imageId">The image's id.</param>
    /// <param name="categoryId">The category's id.</param>
    /// <param name="score">Its score.</param>
    /// <param name="box">Its box.</param>
    /// <param name="mask">Its mask.</param>
    /// <param name="keypoints">Its keypoints; none where the network has none.</param>
    public static CocoResult Of(
        long imageId, int categoryId, float score, PixelBox box, MaskRuns mask, IReadOnlyList<Keypoint> keypoints)
    {
        ArgumentNullException.ThrowIfNull(keypoints);
        return new CocoResult(
            imageId,
            categoryId,
            [box.Left, box.Top, box.Width, box.Height],
            score,
            SegmentationRecord.Of(mask.ToRle()))
        {
            Keypoints = keypoints.Count == 0 ? null : CocoKeypoints.ToTriples(keypoints),
            NumKeypoints = keypoints.Count == 0 ? null : CocoKeypoints.Count(keypoints),
        };
    }
}

/// <summary>
/// The frame that a results file belongs to, as in COCO's annotations: which image has which id, and which category.
/// </summary>
/// <param name="Images">The images that were searched, those without results too.</param>
/// <param name="Categories">The categories of the network.</param>
public sealed record CocoImages(IReadOnlyList<CocoImage> Images, IReadOnlyList<CocoCategory> Categories);

/// <summary>An image of a data set.</summary>
/// <param name="Id">Its id.</param>
/// <param name="FileName">Its file's name.</param>
/// <param name="Width">Columns.</param>
/// <param name="Height">Rows.</param>
public sealed record CocoImage(long Id, string FileName, int Width, int Height);

/// <summary>A category of a data set.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name.</param>
public sealed record CocoCategory(int Id, string Name)
{
    /// <summary>The names of its keypoints, in the order of every result's; null for none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Keypoints { get; init; }

    /// <summary>The pairs of keypoints that its skeleton joins, counted from 1.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int[][]? Skeleton { get; init; }

    /// <summary>The category with the names and the edges of a skeleton; as it is where there is none.</summary>
    public CocoCategory With(KeypointSkeleton? skeleton) => skeleton is null
        ? this
        : this with { Keypoints = [.. skeleton.Names], Skeleton = skeleton.EdgesFromOne };
}

/// <summary>The generated serializers of the records.</summary>
[JsonSerializable(typeof(CocoResult))]
[JsonSerializable(typeof(CocoImage))]
[JsonSerializable(typeof(IReadOnlyList<CocoCategory>))]
internal sealed partial class CocoJsonContext : JsonSerializerContext;
