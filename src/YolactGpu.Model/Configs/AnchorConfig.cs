using System.Collections.Immutable;

namespace YolactGpu.Model.Configs;

/// <summary>The anchors (priors) of every pyramid level, shallowest first.</summary>
public sealed record AnchorConfig
{
    /// <summary>Gets the scales of each level, in pixels of the input.</summary>
    public required ImmutableArray<ImmutableArray<double>> Scales { get; init; }

    /// <summary>Gets the groups of aspect ratios (width / height) of each level.</summary>
    public ImmutableArray<ImmutableArray<ImmutableArray<double>>> AspectRatios { get; init; } =
        [.. Enumerable.Repeat<ImmutableArray<ImmutableArray<double>>>([[1, 0.5, 2]], 5)];

    /// <summary>Gets a value indicating whether scales are pixels of the input, not cells of the level.</summary>
    public bool UsePixelScales { get; init; } = true;

    /// <summary>Gets a value indicating whether aspect ratios are given as their square roots already.</summary>
    public bool PreapplySquareRoot { get; init; }

    /// <summary>
    /// Gets a value indicating whether the height is set to the width. A slip of the original that its released COCO
    /// weights were trained with: aspects 1, 1/2 and 2 become squares of three sizes.
    /// </summary>
    public bool UseSquareAnchors { get; init; } = true;

    /// <summary>Gets the scale of predicted centres (the first variance of SSD).</summary>
    public float CenterVariance { get; init; } = 0.1f;

    /// <summary>Gets the scale of predicted logarithms of sizes (the second variance of SSD).</summary>
    public float SizeVariance { get; init; } = 0.2f;

    /// <summary>Gives the anchors per cell of a level.</summary>
    public int AnchorsPerCell(int level)
    {
        int scales = Scales[level].Length;
        return AspectRatios[level].Sum(group => group.Length * scales);
    }

    /// <summary>Says what is wrong with the anchors of a pyramid, or gives null.</summary>
    internal string? Problem(int levels, bool isHeadShared)
    {
        if (Scales.Length != levels || AspectRatios.Length != levels)
        {
            return $"has {Scales.Length} levels of scales and {AspectRatios.Length} of aspect ratios; the pyramid has {levels}.";
        }

        if (Scales.Any(scales => scales.Length == 0) || !Scales.SelectMany(scales => scales).All(IsPositive)
            || !AspectRatios.SelectMany(groups => groups).SelectMany(ratios => ratios).All(IsPositive)
            || Enumerable.Range(0, levels).Any(level => AnchorsPerCell(level) == 0))
        {
            return "must have at least one scale and one aspect ratio on every level, all positive and finite.";
        }

        return isHeadShared && Enumerable.Range(0, levels).Select(AnchorsPerCell).Distinct().Count() > 1
            ? "must have the same number of anchors per cell on every level: the levels share one head."
            : null;

        static bool IsPositive(double value) => value > 0 && double.IsFinite(value);
    }
}
