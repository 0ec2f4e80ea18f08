namespace YolactGpu.Data.Coco;

/// <summary>The 20 classes of Pascal VOC and SBD; category ids run from 1 to 20 in the same order.</summary>
public static class PascalClasses
{
    private static readonly string[] NameList =
    [
        "aeroplane", "bicycle", "bird", "boat", "bottle", "bus", "car", "cat", "chair", "cow", "diningtable",
        "dog", "horse", "motorbike", "person", "pottedplant", "sheep", "sofa", "train", "tvmonitor",
    ];

    /// <summary>The names by class index.</summary>
    public static IReadOnlyList<string> Names { get; } = Array.AsReadOnly(NameList);
}
