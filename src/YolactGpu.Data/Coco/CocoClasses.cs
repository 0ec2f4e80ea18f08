namespace YolactGpu.Data.Coco;

/// <summary>
/// COCO's 80 classes of things. Annotation files number them by category id, from 1 to 90 with ten ids left out; class
/// indices run from 0 to 79 without a gap.
/// </summary>
public static class CocoClasses
{
    private const int LastCategoryId = 90;

    private static readonly string[] NameList =
    [
        "person", "bicycle", "car", "motorcycle", "airplane", "bus", "train", "truck", "boat", "traffic light",
        "fire hydrant", "stop sign", "parking meter", "bench", "bird", "cat", "dog", "horse", "sheep", "cow",
        "elephant", "bear", "zebra", "giraffe", "backpack", "umbrella", "handbag", "tie", "suitcase", "frisbee",
        "skis", "snowboard", "sports ball", "kite", "baseball bat", "baseball glove", "skateboard", "surfboard",
        "tennis racket", "bottle", "wine glass", "cup", "fork", "knife", "spoon", "bowl", "banana", "apple",
        "sandwich", "orange", "broccoli", "carrot", "hot dog", "pizza", "donut", "cake", "chair", "couch",
        "potted plant", "bed", "dining table", "toilet", "tv", "laptop", "mouse", "remote", "keyboard",
        "cell phone", "microwave", "oven", "toaster", "sink", "refrigerator", "book", "clock", "vase",
        "scissors", "teddy bear", "hair drier", "toothbrush",
    ];

    private static readonly int[] UnusedCategoryIds = [12, 26, 29, 30, 45, 66, 68, 69, 71, 83];

    private static readonly int[] CategoryIdList =
        [.. Enumerable.Range(1, LastCategoryId).Where(id => !UnusedCategoryIds.Contains(id))];

    /// <summary>The names by class index.</summary>
    public static IReadOnlyList<string> Names { get; } = Array.AsReadOnly(NameList);

    /// <summary>The category ids by class index.</summary>
    public static IReadOnlyList<int> CategoryIds { get; } = Array.AsReadOnly(CategoryIdList);

    /// <summary>The class index of a category id; -1 for an id that COCO does not use.</summary>
    public static int IndexOfCategory(int categoryId)
    {
        int index = Array.BinarySearch(CategoryIdList, categoryId);
        return index < 0 ? -1 : index;
    }
}
