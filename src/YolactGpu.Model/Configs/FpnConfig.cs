namespace YolactGpu.Model.Configs;

/// <summary>How the feature pyramid resizes a deeper level to the next.</summary>
public enum Interpolation
{
    /// <summary>Bilinear, without aligned corners.</summary>
    Bilinear,

    /// <summary>The nearest pixel. The original offers it, but its call of PyTorch fails.</summary>
    Nearest,
}

/// <summary>The feature pyramid network.</summary>
public sealed record FpnConfig
{
    /// <summary>Gets the channels of every level (num_features).</summary>
    public int Features { get; init; } = 256;

    /// <summary>Gets the levels made by halving the last (num_downsample): P6 and P7.</summary>
    public int DownsampleLevels { get; init; } = 2;

    /// <summary>Gets a value indicating whether those are 3x3 convolutions of stride 2, not every second pixel (use_conv_downsample).</summary>
    public bool DownsamplesByConvolution { get; init; } = true;

    /// <summary>Gets a value indicating whether the 3x3 prediction layers keep the size by a border of zeros (pad).</summary>
    public bool PadsPredictionLayers { get; init; } = true;

    /// <summary>Gets a value indicating whether P3 to P5 pass through a relu (relu_pred_layers).</summary>
    public bool ReluPredictionLayers { get; init; } = true;

    /// <summary>
    /// Gets a value indicating whether relus of the further levels take the place of the first ones (relu_downsample_layers): as in
    /// the original P3 becomes relu(P6) and P4 relu(P7), a slip kept for its sake.
    /// </summary>
    public bool ReluDownsampleLayers { get; init; }

    /// <summary>Gets how levels are resized on the way down (interpolation_mode).</summary>
    public Interpolation Interpolation { get; init; } = Interpolation.Bilinear;

    /// <summary>Says what is wrong with the settings, or gives null.</summary>
    internal string? Problem()
    {
        if (Features < 1 || DownsampleLevels is < 0 or > 16)
        {
            return $"has {Features} features and {DownsampleLevels} further levels; there must be at least 1, and 0 to 16.";
        }

        return Enum.IsDefined(Interpolation) ? null : $"has the interpolation {Interpolation}; it must be Bilinear or Nearest.";
    }
}
