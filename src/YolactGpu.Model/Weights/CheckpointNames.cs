namespace YolactGpu.Model.Weights;

/// <summary>Facts about the names of tensors in YOLACT's checkpoints.</summary>
public static class CheckpointNames
{
    /// <summary>
    /// Tells whether names are those of an ImageNet ResNet of bottleneck blocks in torchvision's naming, which YOLACT starts
    /// training from: layer1.0.conv3.weight and no backbone.
    /// </summary>
    public static bool AreImageNet(IEnumerable<string> names)
    {
        HashSet<string> all = new(names, StringComparer.Ordinal);
        return all.Contains("conv1.weight")
            && all.Contains("layer1.0.conv3.weight")
            && !all.Any(name => name.StartsWith("backbone.", StringComparison.Ordinal));
    }

    /// <summary>
    /// Gives the name that a tensor of an ImageNet file in torchvision's naming has in YOLACT's backbone: layerN becomes
    /// layers.(N − 1). Null for the classifier, which YOLACT leaves out.
    /// </summary>
    public static string? FromImageNet(string name)
    {
        const string Layer = "layer";
        if (name.StartsWith("fc.", StringComparison.Ordinal))
        {
            return null;
        }

        return name.StartsWith(Layer, StringComparison.Ordinal) && name.Length > Layer.Length && name[Layer.Length] is >= '1' and <= '9'
            ? $"backbone.layers.{name[Layer.Length] - '1'}{name[(Layer.Length + 1)..]}"
            : $"backbone.{name}";
    }

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
