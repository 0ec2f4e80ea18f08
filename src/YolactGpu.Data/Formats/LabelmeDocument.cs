using System.Text.Json.Serialization;
using YolactGpu.Data.Coco;

namespace YolactGpu.Data.Formats;

/// <summary>
/// What labelme keeps for an image. Coordinates are those of pixel edges: (0, 0) is the image's upper left corner, and a
/// shape runs around its pixels.
/// </summary>
/// <param name="Version">The version of labelme whose form this is.</param>
/// <param name="Flags">Marks of the image; none.</param>
/// <param name="Shapes">The shapes, best score first.</param>
/// <param name="ImagePath">Where the image lies, seen from the document.</param>
/// <param name="ImageData">The image's file in base64, where it lies nowhere; else null.</param>
/// <param name="ImageHeight">Rows.</param>
/// <param name="ImageWidth">Columns.</param>
public sealed record LabelmeDocument(
    string Version,
    IReadOnlyDictionary<string, bool> Flags,
    IReadOnlyList<LabelmeShape> Shapes,
    [property: JsonPropertyName("imagePath")] string ImagePath,
    [property: JsonPropertyName("imageData")] string? ImageData,
    [property: JsonPropertyName("imageHeight")] int ImageHeight,
    [property: JsonPropertyName("imageWidth")] int ImageWidth)
{
    private const string FormOf = "5.4.1";

    /// <summary>The document of an image.</summary>
    /// <param name="shapes">Its shapes.</param>
    /// <param name="imagePath">Where it lies, seen from the document.</param>
    /// <param name="imageData">Its file in base64, where it lies nowhere.</param>
    /// <param name="width">Columns.</param>
    /// <param name="height">Rows.</param>
    public static LabelmeDocument Of(
        IReadOnlyList<LabelmeShape> shapes, string imagePath, string? imageData, int width, int height) =>
        new(FormOf, new Dictionary<string, bool>(), shapes, imagePath, imageData, height, width);
}

/// <summary>A polygon in labelme.</summary>
/// <param name="Label">The class name.</param>
/// <param name="Points">The corners; x and y each.</param>
/// <param name="GroupId">
/// The same number for all parts of an instance: its place among the image's, from 0, or the id that it keeps from frame to frame.
/// </param>
/// <param name="Description">A text; empty.</param>
/// <param name="ShapeType">polygon.</param>
/// <param name="Flags">Marks of the shape; none.</param>
/// <param name="Score">The instance's score. labelme keeps it without a use; X-AnyLabeling shows it.</param>
public sealed record LabelmeShape(
    string Label,
    int[][] Points,
    int GroupId,
    string Description,
    string ShapeType,
    IReadOnlyDictionary<string, bool> Flags,
    float Score)
{
    /// <summary>
    /// The shapes of an instance, one for each part of its mask. A hole is joined to the line around its part by a line of
    /// no width.
    /// </summary>
    /// <param name="className">Its class name.</param>
    /// <param name="score">Its score.</param>
    /// <param name="contours">The contours of its mask.</param>
    /// <param name="instance">Its number.</param>
    public static IEnumerable<LabelmeShape> Of(
        string className, float score, IReadOnlyList<MaskPolygon> contours, int instance)
    {
        ArgumentNullException.ThrowIfNull(className);
        ArgumentNullException.ThrowIfNull(contours);
        foreach (int[] part in JoinedContour.Parts(contours))
        {
            int[][] points = [.. part.Chunk(2)];
            yield return new LabelmeShape(
                className, points, instance, "", "polygon", new Dictionary<string, bool>(), score);
        }
    }
}

/// <summary>The generated serializers of the records.</summary>
[JsonSerializable(typeof(LabelmeDocument))]
internal sealed partial class LabelmeJsonContext : JsonSerializerContext;
