namespace YolactGpu.Model.Weights;

/// <summary>Facts about the names of tensors in YOLACT's checkpoints.</summary>
internal static class CheckpointNames
{
    /// <summary>
    /// Tells whether a tensor is a leftover of an old version, as the original's load_weights decides it: backbone.layer1
    /// and so on, which repeat backbone.layers, and extra pyramid levels beyond those in use.
    /// </summary>
    public static bool IsObsolete(string name, int downsampleLevels)
    {
        const string Downsample = "fpn.downsample_layers.";
        if (name.StartsWith("backbone.layer", StringComparison.Ordinal)
            && !name.StartsWith("backbone.layers", StringComparison.Ordinal))
        {
            return true;
        }

        return name.StartsWith(Downsample, StringComparison.Ordinal)
            && int.TryParse(name.AsSpan(Downsample.Length).ToString().Split('.')[0], out int level)
            && level >= downsampleLevels;
    }
}
