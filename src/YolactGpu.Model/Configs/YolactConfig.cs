using System.Collections.Immutable;

namespace YolactGpu.Model.Configs;

/// <summary>Everything that defines one YOLACT network and its detection stage. Change a setting with <c>with</c>.</summary>
public sealed record YolactConfig
{
    /// <summary>Gets the name, for example yolact_resnet50.</summary>
    public required string Name { get; init; }

    /// <summary>Gets the side of the square network input in pixels (the original's max_size); pixel anchors are relative to it.</summary>
    public required int InputSize { get; init; }

    /// <summary>Gets the classes, without background; class id 0 is the first.</summary>
    public required ImmutableArray<string> ClassNames { get; init; }

    /// <summary>Gets the dataset's category id of each class, in the order of <see cref="ClassNames"/>.</summary>
    public required ImmutableArray<int> CategoryIds { get; init; }

    /// <summary>Gets the backbone.</summary>
    public required BackboneConfig Backbone { get; init; }

    /// <summary>Gets the anchors.</summary>
    public required AnchorConfig Anchors { get; init; }

    /// <summary>Gets what is done to an image before the network.</summary>
    public PreprocessingConfig Preprocessing { get; init; } = new();

    /// <summary>Gets the feature pyramid.</summary>
    public FpnConfig Fpn { get; init; } = new();

    /// <summary>Gets the prototype net.</summary>
    public ProtonetConfig Protonet { get; init; } = new();

    /// <summary>Gets the prediction head.</summary>
    public HeadConfig Head { get; init; } = new();

    /// <summary>Gets the net that re-scores detections by their masks, as YOLACT++ has it; null where there is none.</summary>
    public MaskIoUConfig? MaskIoU { get; init; }

    /// <summary>Gets the detection stage.</summary>
    public DetectionConfig Detection { get; init; } = new();

    /// <summary>Gets a value indicating whether there is a semantic branch (use_semantic_segmentation_loss), which only training needs.</summary>
    public bool HasSemanticBranch { get; init; } = true;

    /// <summary>Gets a value indicating whether there is a class-existence branch (use_class_existence_loss), which only training needs.</summary>
    public bool HasClassExistenceBranch { get; init; }

    /// <summary>
    /// Gets a value indicating whether images keep their aspect ratio (preserve_aspect_ratio), at about the area of a square of
    /// <see cref="InputSize"/>; see <see cref="InputSizeFor"/>.
    /// </summary>
    public bool PreserveAspectRatio { get; init; }

    /// <summary>Gets the levels of the pyramid.</summary>
    public int LevelCount => Backbone.SelectedStages.Length + Fpn.DownsampleLevels;

    /// <summary>Gets the mask coefficients of an instance; where masks are direct, the pixels of one.</summary>
    public int MaskCoefficientCount => Head.DirectMaskSize is { } size ? size * size : Protonet.PrototypeCount;

    /// <summary>Gets the classes of conf: background first, then <see cref="ClassNames"/>.</summary>
    public int ClassCount => ClassNames.Length + 1;

    /// <summary>
    /// Gives the size of the network's input for an image: a square, or with <see cref="PreserveAspectRatio"/> the image's
    /// shape, w = ⌊s·√(width / height)⌋ and h = ⌊s / √(width / height)⌋, as in the original.
    /// </summary>
    public (int Width, int Height) InputSizeFor(int width, int height)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        double ratio = PreserveAspectRatio ? Math.Sqrt((double)width / height) : 1;
        return ((int)(InputSize * ratio), (int)(InputSize / ratio));
    }

    /// <summary>Throws unless the settings agree with each other.</summary>
    /// <exception cref="ConfigException">One does not; the message names it.</exception>
    public void Check()
    {
        Require(InputSize is >= 32 and <= 4096, $"InputSize is {InputSize}; it must be 32 to 4096 pixels.");
        Require(ClassNames.Length > 0, "ClassNames is empty; at least one class is needed.");
        Require(
            CategoryIds.Length == ClassNames.Length,
            $"CategoryIds has {CategoryIds.Length} entries; ClassNames has {ClassNames.Length}.");
        Refuse(Backbone.Problem(), "Backbone");
        Refuse(Fpn.Problem(), "Fpn");
        Refuse(Protonet.Problem(LevelCount), "Protonet");
        Refuse(Head.Problem(Fpn.Features, Protonet), "Head");
        Refuse(Anchors.Problem(LevelCount, Head.IsShared), "Anchors");
        Require(
            Preprocessing.Mean.Length == 3 && Preprocessing.StandardDeviation.Length == 3 && Preprocessing.StandardDeviation.All(deviation => deviation > 0),
            "Preprocessing must have a mean and a positive standard deviation for each of red, green and blue.");
        Require(
            MaskIoU is null || Head.DirectMaskSize is null,
            "MaskIoU cannot go with Head.DirectMaskSize: it looks at masks made of prototypes.");
        string? maskIoUProblem = MaskIoU?.Problem();
        Require(maskIoUProblem is null, $"MaskIoU.{maskIoUProblem}");
        Detection.Check(Name);
        Head.Keypoints?.Check(Name);
    }

    private void Refuse(string? problem, string part) => Require(problem is null, $"{part} {problem}");

    private void Require(bool holds, string message)
    {
        if (!holds)
        {
            throw new ConfigException($"Config {Name}: {message}");
        }
    }
}

/// <summary>A configuration that contradicts itself, or whose name is not known.</summary>
public sealed class ConfigException(string message) : Exception(message);
