using System.Collections.Immutable;

namespace YolactGpu.Results;

/// <summary>A form of results that can be asked for by its name.</summary>
/// <param name="Name">The name.</param>
/// <param name="Description">What is written.</param>
/// <param name="Open">Makes its writer.</param>
public sealed record ResultFormat(string Name, string Description, Func<ResultOptions, IResultWriter> Open)
{
    /// <summary>Gets all forms.</summary>
    public static ImmutableArray<ResultFormat> All { get; } =
    [
        new("overlay", "NAME.png, the picture with what was found drawn on it", options => new OverlayWriter(options)),
        new("json", "NAME.json, everything: classes, scores, boxes, masks as run lengths and polygons", options => new JsonWriter(options)),
        new("jsonl", "results.jsonl, the same, one line per picture", options => new JsonLinesWriter(options)),
        new("coco", "coco_results.json for the COCO API, and coco_images.json", options => new CocoWriter(options)),
        new("labelme", "labelme/NAME.json, polygons to be edited", options => new LabelmeWriter(options)),
        new("yolo", "labels/NAME.txt, polygons to train on, and classes.txt", options => new YoloWriter(options)),
        new("id-png", "ids/NAME.png, 16 bits per pixel: which instance it belongs to", options => new InstanceIdWriter(options)),
        new("cutouts", "cutouts/NAME-01-CLASS.png, each instance alone, with alpha", options => new CutOutWriter(options)),
    ];

    /// <summary>Gives the form of a name, or null.</summary>
    public static ResultFormat? Find(string name) => All.FirstOrDefault(format => format.Name == name);
}
