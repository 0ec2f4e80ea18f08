using YolactGpu.Model.Weights;
using YolactGpu.Weights;
using YolactGpu.WeightsConverter.Ncnn;

namespace YolactGpu.WeightsConverter;

/// <summary>A weights file under the names of YOLACT's checkpoints, whatever names it has itself.</summary>
internal sealed class Checkpoint : IDisposable
{
    private Checkpoint(IWeightFile source, IWeightFile weights, IReadOnlyList<string> notes)
    {
        Source = source;
        Weights = weights;
        Notes = notes;
    }

    /// <summary>The file as it is.</summary>
    internal IWeightFile Source { get; }

    /// <summary>Its tensors under YOLACT's names.</summary>
    internal IWeightFile Weights { get; }

    /// <summary>What was done to the names, and what was left out.</summary>
    internal IReadOnlyList<string> Notes { get; }

    /// <summary>Opens a file.</summary>
    /// <param name="path">Where it lies.</param>
    /// <exception cref="WeightsException">It is no weights file, or an ncnn network that is not YOLACT.</exception>
    internal static Checkpoint Open(string path)
    {
        IWeightFile source = WeightFile.Open(path);
        Checkpoint? checkpoint = null;
        try
        {
            checkpoint = UnderYolactsNames(source);
            return checkpoint;
        }
        finally
        {
            if (checkpoint is null)
            {
                source.Dispose();
            }
        }
    }

    /// <summary>The paths of the files that make up the source.</summary>
    internal static IReadOnlyList<string> FilesOf(IWeightFile source) =>
        source.Format == WeightFormat.Ncnn ? [source.Path, Path.ChangeExtension(source.Path, ".bin")] : [source.Path];

    /// <summary>Takes an open file; it is disposed with the result.</summary>
    /// <exception cref="WeightsException">It is an ncnn network that is not YOLACT.</exception>
    internal static Checkpoint UnderYolactsNames(IWeightFile source)
    {
        if (source.Format == WeightFormat.Ncnn)
        {
            return new Checkpoint(
                source,
                NcnnCheckpoint.Open(source),
                [
                    "the names are those of the layers that stand in the same places; "
                    + "semantic_seg_conv, which only training needs, is zero",
                ]);
        }

        IReadOnlyDictionary<string, string> plain = WeightNames.WithoutModulePrefix(
            source.Tensors.Select(tensor => tensor.Name));
        List<string> notes = [];
        if (plain.Any(name => name.Key != name.Value))
        {
            notes.Add("the prefix 'module.' of every name was taken off");
        }

        bool areImageNet = CheckpointNames.AreImageNet(plain.Keys);
        if (areImageNet)
        {
            notes.Add(
                "a ResNet in torchvision's naming: its names became those of YOLACT's backbone, "
                + "its classifier fc was left out");
        }

        List<WeightTensor> tensors = [];
        foreach ((string name, string stored) in plain)
        {
            if ((areImageNet ? CheckpointNames.FromImageNet(name) : name) is { } target)
            {
                tensors.Add(WeightTensor.Rename(source, stored, target));
            }
        }

        IWeightFile weights = WeightFile.Derive(source, tensors, source.Metadata);
        return new Checkpoint(source, weights, notes);
    }

    public void Dispose() => Source.Dispose();
}
