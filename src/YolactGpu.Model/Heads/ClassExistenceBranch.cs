using YolactGpu.Graph.IR;
using YolactGpu.Graph.Ops;
using YolactGpu.Model.Configs;

namespace YolactGpu.Model.Heads;

/// <summary>
/// Whether there is something of each class anywhere in the image: a linear layer over the mean of the deepest level of the pyramid.
/// The original computes it in training only. Source: class_existence_fc in yolact.py.
/// </summary>
internal static class ClassExistenceBranch
{
    private const string Path = "class_existence_fc";

    /// <summary>Adds the branch and gives its logits [N, classes].</summary>
    public static Value Build(LayerBuilder layers, Value deepest, YolactConfig config)
    {
        Value mean = layers.Graph.Add($"{Path}.mean", new GlobalAveragePool2DOp(), deepest);
        return layers.Linear(Path, mean, config.ClassNames.Length);
    }

    /// <summary>Says that a checkpoint holds the branch, where a graph does not need it.</summary>
    public static void Skip(LayerBuilder layers, YolactConfig config) => layers.Skip(Path, config.ClassNames.Length, config.Fpn.Features);
}
