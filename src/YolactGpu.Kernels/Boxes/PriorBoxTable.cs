namespace YolactGpu.Kernels.Boxes;

/// <summary>
/// The widths and heights of the priors of one cell of a pyramid level. Computed on the host in double, once per level.
/// <para>Order: list of aspect ratios, then scale, then ratio inside its list (innermost).</para>
/// <para>w = scale·r / W and h = scale / r / H with r = √ratio; W x H is the image or the level.</para>
/// <para>Source: PriorBox of YOLACT's prediction heads.</para>
/// </summary>
public sealed class PriorBoxTable
{
    /// <summary>Gets the scales: sides of a square prior, in pixels or in cells.</summary>
    public required IReadOnlyList<double> Scales { get; init; }

    /// <summary>Gets the lists of aspect ratios (width over height). Each list is combined with every scale.</summary>
    public required IReadOnlyList<IReadOnlyList<double>> AspectRatios { get; init; }

    /// <summary>
    /// Gets a value indicating whether the ratios are given as their square roots already (preapply_sqrt).
    /// </summary>
    public bool RatiosAreRoots { get; init; }

    /// <summary>
    /// Gets a value indicating whether scales are pixels of the configured image size, rather than cells of the level.
    /// </summary>
    public bool UsePixelScales { get; init; }

    /// <summary>
    /// Gets a value indicating whether the height is set to the width: with pixel scales h := scale·r / H, else h := w. A bug kept
    /// for compatibility: the released weights of most configurations were trained with it, so that the ratios 1, ½, 2 give squares
    /// of three sizes.
    /// </summary>
    public bool UseSquareAnchors { get; init; }

    /// <summary>Gets A, the number of priors per cell.</summary>
    public int AnchorsPerCell => Scales.Count * AspectRatios.Sum(list => list.Count);

    /// <summary>Computes the table [A, 2] of (w, h), relative to the image, rounded once to float.</summary>
    /// <param name="imageWidth">W of pixel scales: the configured image width, which in the original is its max_size whatever the actual
    /// one is.</param>
    /// <param name="imageHeight">H of pixel scales, likewise.</param>
    /// <param name="levelWidth">Cells in a row of the level.</param>
    /// <param name="levelHeight">Cells in a column of the level.</param>
    /// <exception cref="ArgumentException">There are no scales or ratios, or one of them is not positive.</exception>
    public float[] Compute(int imageWidth, int imageHeight, int levelWidth, int levelHeight)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(imageWidth);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(imageHeight);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(levelWidth);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(levelHeight);
        RequirePositive(Scales, nameof(Scales));
        RequirePositive([.. AspectRatios.SelectMany(list => list)], nameof(AspectRatios));

        List<float> table = [];
        foreach (IReadOnlyList<double> ratios in AspectRatios)
        {
            foreach (double scale in Scales)
            {
                foreach (double ratio in ratios)
                {
                    double root = RatiosAreRoots ? ratio : Math.Sqrt(ratio);
                    double width = scale * root / (UsePixelScales ? imageWidth : levelWidth);
                    double height = scale / root / (UsePixelScales ? imageHeight : levelHeight);
                    double square = UsePixelScales ? scale * root / imageHeight : width;
                    table.Add((float)width);
                    table.Add((float)(UseSquareAnchors ? square : height));
                }
            }
        }

        return [.. table];
    }

    private static void RequirePositive(IReadOnlyList<double> values, string name)
    {
        if (values.Count == 0 || values.Any(value => !(value > 0) || double.IsInfinity(value)))
        {
            throw new ArgumentException(
                $"{name} are [{string.Join(", ", values)}]; there must be at least one, each positive and finite.");
        }
    }
}
