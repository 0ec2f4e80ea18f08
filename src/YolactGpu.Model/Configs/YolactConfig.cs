using System.Collections.Immutable;

namespace YolactGpu.Model.Configs;

/// <summary>Everything that defines one YOLACT network and its detection stage. Change a setting with <c>with</c>.</summary>
public sealed record YolactConfig
{
    private const double MaxRootOfRatio = 8;
    private const int LeastSide = 32;
    private const int LargestSide = 4096;

    /// <summary>Gets the name, for example yolact_resnet50.</summary>
    public required string Name { get; init; }

    /// <summary>Gets the side of the square network input in pixels (the original's max_size); pixel anchors are relative to it.</summary>
    public required int InputSize { get; init; }

    /// <summary>
    /// Gets the network input where it is no square: a rectangle that takes the place of the square of <see cref="InputSize"/>. An anchor of
    /// 24 pixels has 24 pixels of it in width and in height, as the network learned it in its square.
    /// </summary>
    public InputShape? InputRectangle { get; init; }

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

    /// <summary>
    /// Gets a value indicating whether there is a class-existence branch (use_class_existence_loss). The original computes it in training only;
    /// here every result has its probabilities.
    /// </summary>
    public bool HasClassExistenceBranch { get; init; }

    /// <summary>
    /// Gets a value indicating whether images keep their aspect ratio (preserve_aspect_ratio), at about the area of a square of
    /// <see cref="InputSize"/>; see <see cref="InputSizeFor"/>. As in the original, pixel anchors stay relative to <see cref="InputSize"/> in both
    /// directions, so that they take the image's shape.
    /// </summary>
    public bool PreserveAspectRatio { get; init; }

    /// <summary>
    /// Gets the number of pixels of which the sides of inputs that keep an aspect ratio are multiples, so that photos of about one shape
    /// share a compiled network. With 1 they are the original's to the pixel.
    /// </summary>
    public int InputStep { get; init; } = 32;

    /// <summary>Gets the levels of the pyramid.</summary>
    public int LevelCount => Backbone.SelectedStages.Length + Fpn.DownsampleLevels;

    /// <summary>Gets the mask coefficients of an instance; where masks are direct, the pixels of one.</summary>
    public int MaskCoefficientCount => Head.DirectMaskSize is { } size ? size * size : Protonet.PrototypeCount;

    /// <summary>Gets the network's input where images do not keep their aspect ratio; pixel anchors are relative to it in any case.</summary>
    public InputShape Input => InputRectangle ?? InputSize;

    /// <summary>Gets the classes of conf: background first, then <see cref="ClassNames"/>.</summary>
    public int ClassCount => ClassNames.Length + 1;

    /// <summary>Gives the same with another square or rectangle as input.</summary>
    public YolactConfig WithInput(InputShape input) => input.IsSquare
        ? this with { InputSize = input.Width, InputRectangle = null }
        : this with { InputRectangle = input };

    /// <summary>
    /// Gives the size of the network's input for an image: that of the configuration, or with <see cref="PreserveAspectRatio"/> the image's
    /// shape, w = ⌊s·√(width / height)⌋ and h = ⌊s / √(width / height)⌋ as in the original, each then rounded to the nearest multiple of
    /// <see cref="InputStep"/>. Images longer than 64 times their width count as 64 times as long. Depends on nothing else.
    /// </summary>
    public InputShape InputSizeFor(int width, int height)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        if (!PreserveAspectRatio)
        {
            return Input;
        }

        double ratio = Math.Clamp(Math.Sqrt((double)width / height), 1 / MaxRootOfRatio, MaxRootOfRatio);
        return new InputShape(Round((int)(InputSize * ratio)), Round((int)(InputSize / ratio)));

        int Round(int side) => Math.Max((side + (InputStep / 2)) / InputStep, 1) * InputStep;
    }

    /// <summary>Throws unless the settings agree with each other.</summary>
    /// <exception cref="ConfigException">One does not; the message names it.</exception>
    public void Check()
    {
        Require(
            InputSize is >= LeastSide and <= LargestSide, $"InputSize is {InputSize}; it must be {LeastSide} to {LargestSide} pixels.");
        Require(
            InputRectangle is null or { Width: >= LeastSide and <= LargestSide, Height: >= LeastSide and <= LargestSide },
            $"InputRectangle is {InputRectangle}; both sides must be {LeastSide} to {LargestSide} pixels.");
        Require(
            InputRectangle is null || !PreserveAspectRatio,
            $"InputRectangle is {InputRectangle}, which cannot go with PreserveAspectRatio: the input is either that or of each image's shape.");
        Require(InputStep is >= 1 and <= 256, $"InputStep is {InputStep}; it must be 1 to 256 pixels.");
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
