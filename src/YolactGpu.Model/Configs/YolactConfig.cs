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

    /// <summary>Gets the classes of conf: background first, then <see cref="ClassNames"/>.</summary>
    public int ClassCount => ClassNames.Length + 1;

    /// <summary>Throws unless the settings agree with each other.</summary>
    /// <exception cref="ConfigException">One does not; the message names it.</exception>
    public void Check()
    {
        Require(InputSize is >= 32 and <= 4096, $"InputSize is {InputSize}; it must be 32 to 4096 pixels.");
        Require(ClassNames.Length > 0, "ClassNames is empty; at least one class is needed.");
        Require(
            CategoryIds.Length == ClassNames.Length,
            $"CategoryIds has {CategoryIds.Length} entries; ClassNames has {ClassNames.Length}.");
        int levels = Backbone.SelectedStages.Length + Fpn.DownsampleLevels;
        Require(
            Anchors.Scales.Length == levels && Anchors.AspectRatios.Length == levels,
            $"Anchors has {Anchors.Scales.Length} levels of scales and {Anchors.AspectRatios.Length} of aspect ratios; the pyramid has {levels}.");
        Require(
            Enumerable.Range(0, levels).Select(Anchors.AnchorsPerCell).Distinct().Count() == 1,
            "Anchors must have the same number of anchors per cell on every level: the levels share one head.");
        string? problem = Backbone.Problem();
        Require(problem is null, $"Backbone {problem}");
        Require(
            Protonet.Layers.Length > 0 && Protonet.Layers[^1] is ProtonetConvolution,
            "Protonet must end in a convolution, which makes the prototypes.");
        Require(
            Preprocessing.Mean.Length == 3 && Preprocessing.StandardDeviation.Length == 3 && Preprocessing.StandardDeviation.All(deviation => deviation > 0),
            "Preprocessing must have a mean and a positive standard deviation for each of red, green and blue.");
        string? maskIoUProblem = MaskIoU?.Problem();
        Require(maskIoUProblem is null, $"MaskIoU.{maskIoUProblem}");
        Detection.Check(Name);
        Head.Keypoints?.Check(Name);
    }

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
