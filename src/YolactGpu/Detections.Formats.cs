using YolactGpu.Data.Coco;
using YolactGpu.Data.Formats;
using YolactGpu.Data.Imaging;

namespace YolactGpu;

/// <content>The detections in the forms that other programs read; see docs/results.md.</content>
public sealed partial class Detections
{
    /// <summary>Gives the entries of a COCO results file; <see cref="CocoResultsFile"/> writes those of one or more images.</summary>
    /// <param name="imageId">The image's id in the annotations.</param>
    public IReadOnlyList<CocoResult> ToCoco(long imageId) =>
    [
        .. items.Select(item => CocoResult.Of(imageId, item.CategoryId, item.Score, item.Box, item.Mask, item.Keypoints) with { TrackId = item.TrackId }),
    ];

    /// <summary>Gives what labelme keeps for an image; <see cref="LabelmeFile"/> writes it.</summary>
    /// <param name="imagePath">Where the image lies, seen from the document.</param>
    /// <param name="imageData">The image's file in base64, where it lies nowhere.</param>
    public LabelmeDocument ToLabelme(string imagePath, string? imageData = null) => LabelmeDocument.Of(
        [
            .. items.SelectMany((item, instance) =>
                LabelmeShape.Of(item.ClassName, item.Score, item.Mask.ToPolygons(), item.TrackId ?? instance)),
        ],
        imagePath,
        imageData,
        ImageWidth,
        ImageHeight);

    /// <summary>Gives the lines of YOLO's text form, one for each instance whose mask is not empty.</summary>
    public IReadOnlyList<string> ToYolo() =>
    [
        .. items.Select(item => YoloSegmentation.Line(item.ClassId, item.Mask.ToPolygons(), ImageWidth, ImageHeight)).OfType<string>(),
    ];

    /// <summary>
    /// Gives for each pixel, row by row, 0 or the best instance that it belongs to: its place, from 1, or its track.
    /// </summary>
    public ushort[] ToInstanceIds() => InstanceIdMap.Of(Masks(), ImageWidth, ImageHeight, Numbers());

    /// <summary>Writes <see cref="ToInstanceIds"/> as PNG of one channel of 16 bits to a stream, which is left open.</summary>
    public void WriteInstanceIds(Stream stream) =>
        InstanceIdMap.WritePng(stream, Masks(), ImageWidth, ImageHeight, Numbers());

    /// <summary>Writes <see cref="ToInstanceIds"/> as PNG of one channel of 16 bits to a file.</summary>
    /// <exception cref="Data.OutputException">The file cannot be written; nothing is left of it.</exception>
    public void WriteInstanceIds(string path) => InstanceIdMap.WritePng(path, Masks(), ImageWidth, ImageHeight, Numbers());

    private int[] Numbers() => [.. items.Select((item, i) => item.TrackId ?? (i + 1))];

    private MaskRuns[] Masks() => [.. items.Select(item => item.Mask)];
}
