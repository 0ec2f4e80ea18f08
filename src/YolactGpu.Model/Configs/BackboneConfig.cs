using System.Collections.Immutable;
using YolactGpu.Graph.IR;

namespace YolactGpu.Model.Configs;

/// <summary>
/// A backbone: stages of convolutions, of which some feed the pyramid. A new kind is one derived record and the class that
/// builds it; to be recognised in a weights file it also gets a line in <see cref="Weights.ConfigRecognizer"/>.
/// </summary>
public abstract record BackboneConfig
{
    /// <summary>Gets the stages that feed the pyramid (C3, C4, C5), shallowest first, counted from 0.</summary>
    public abstract ImmutableArray<int> SelectedStages { get; init; }

    /// <summary>Gets what batch norm adds to the variance.</summary>
    public float BatchNormEpsilon { get; init; } = 1e-5f;

    /// <summary>Gets the kind and the numbers that tell one of its networks from another, for people: ResNet 3-4-6-3.</summary>
    public abstract string Description { get; }

    /// <summary>Gets the number of stages.</summary>
    internal abstract int StageCount { get; }

    /// <summary>Adds the backbone to a graph and gives the outputs of all stages, shallowest first.</summary>
    internal abstract ImmutableArray<Value> Build(LayerBuilder layers, Value image);

    /// <summary>Tells whether another backbone has weights of the same names and shapes.</summary>
    internal abstract bool HasSizesOf(BackboneConfig other);

    /// <summary>Says what is wrong with the settings, or gives null.</summary>
    internal virtual string? Problem() =>
        SelectedStages.Length > 0
        && SelectedStages.All(stage => stage >= 0 && stage < StageCount)
        && SelectedStages.Zip(SelectedStages.Skip(1), (stage, next) => stage < next).All(rises => rises)
            ? null
            : $"SelectedStages is [{string.Join(", ", SelectedStages)}]; it must name some of the {StageCount} stages, counted from 0, in rising order.";
}
