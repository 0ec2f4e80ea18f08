using System.Text.Json.Serialization;

namespace YolactGpu.Data.Coco;

/// <summary>What was found in one image: the content of a result file.</summary>
/// <param name="Image">The image.</param>
/// <param name="Device">The name of the device that computed the result.</param>
/// <param name="Config">The name of the network's configuration.</param>
/// <param name="Timings">Milliseconds by stage; the keys, such as "decode_ms", are written as given.</param>
/// <param name="Instances">The instances, best score first.</param>
public sealed record InstanceDocument(
    ImageRecord Image,
    string Device,
    string Config,
    IReadOnlyDictionary<string, double> Timings,
    IReadOnlyList<InstanceRecord> Instances)
{
    /// <summary>The names of the keypoints, in the order of every instance's; null where the network has none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? KeypointNames { get; init; }

    /// <summary>The pairs of keypoints that a skeleton joins, counted from 1 as in COCO's files.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int[][]? Skeleton { get; init; }

    /// <summary>By class index how likely the image is to hold something of the class; null where the network does not tell.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public float[]? ClassExistence { get; init; }

    /// <summary>The document with the names and the edges of a skeleton; as it is where there is none.</summary>
    public InstanceDocument With(KeypointSkeleton? skeleton) => skeleton is null
        ? this
        : this with
        {
            KeypointNames = [.. skeleton.Names],
            Skeleton = skeleton.EdgesFromOne,
        };
}

/// <summary>The image that a result belongs to.</summary>
/// <param name="File">Its file name.</param>
/// <param name="Width">Columns, after the photo was turned as its EXIF orientation says.</param>
/// <param name="Height">Rows.</param>
public sealed record ImageRecord(string File, int Width, int Height)
{
    /// <summary>The number of a video's frame, from 0; null for a photo.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? Frame { get; init; }

    /// <summary>When the frame begins, in seconds; null for a photo.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Time { get; init; }
}

/// <summary>One instance in a result file.</summary>
/// <param name="ClassId">Class index, from 0.</param>
/// <param name="Class">Class name.</param>
/// <param name="Score">Score, from 0 to 1.</param>
/// <param name="Box">x1, y1, x2, y2 in pixels.</param>
/// <param name="Area">Pixels of the mask.</param>
/// <param name="Segmentation">The mask.</param>
/// <param name="Polygons">
/// The mask's contours, each as x, y, x, y, ...; clockwise on the screen, those of holes counter-clockwise.
/// </param>
public sealed record InstanceRecord(
    int ClassId,
    string Class,
    float Score,
    int[] Box,
    int Area,
    SegmentationRecord Segmentation,
    int[][] Polygons)
{
    /// <summary>The id that the instance keeps from frame to frame; null where instances are not tracked.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? TrackId { get; init; }

    /// <summary>x, y, v of each keypoint in turn, as COCO has them; null where the network has none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public float[]? Keypoints { get; init; }

    /// <summary>How many keypoints have v above 0.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? NumKeypoints { get; init; }

    /// <summary>The score of each keypoint, from which its v comes.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public float[]? KeypointScores { get; init; }

    /// <summary>The record with keypoints; as it is where there are none.</summary>
    public InstanceRecord With(IReadOnlyList<Keypoint> keypoints)
    {
        ArgumentNullException.ThrowIfNull(keypoints);
        return keypoints.Count == 0
            ? this
            : this with
            {
                Keypoints = CocoKeypoints.ToTriples(keypoints),
                NumKeypoints = CocoKeypoints.Count(keypoints),
                KeypointScores = [.. keypoints.Select(keypoint => MathF.Round(keypoint.Score, 4))],
            };
    }

    /// <summary>The record of an instance, its area, run lengths and contours taken from its mask.</summary>
    public static InstanceRecord Of(int classId, string className, float score, PixelBox box, MaskRuns mask)
    {
        ArgumentNullException.ThrowIfNull(className);
        return new InstanceRecord(
            classId,
            className,
            score,
            [box.Left, box.Top, box.Right, box.Bottom],
            mask.Area,
            SegmentationRecord.Of(mask.ToRle()),
            [.. mask.ToPolygons().Select(polygon => polygon.Coordinates.ToArray())]);
    }
}

/// <summary>A mask as compressed COCO run lengths, in the form that the COCO API reads.</summary>
/// <param name="Size">Height and width, in this order.</param>
/// <param name="Counts">The compressed run lengths.</param>
public sealed record SegmentationRecord(int[] Size, string Counts)
{
    /// <summary>The record of a mask.</summary>
    public static SegmentationRecord Of(RunLengthMask mask)
    {
        ArgumentNullException.ThrowIfNull(mask);
        return new SegmentationRecord([mask.Height, mask.Width], mask.ToCompressed());
    }

    /// <summary>The mask of this record.</summary>
    /// <exception cref="FormatException">The record holds no mask.</exception>
    public RunLengthMask ToMask() => Size is [int height and > 0, int width and > 0]
        ? RunLengthMask.FromCompressed(width, height, Counts)
        : throw new FormatException($"size holds {string.Join(", ", Size)}; height and width are needed.");
}
