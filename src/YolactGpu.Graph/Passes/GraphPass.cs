using System.Collections.Immutable;
using YolactGpu.Graph.Execution;
using YolactGpu.Kernels.Convolution;

namespace YolactGpu.Graph.Passes;

/// <summary>One rewriting of a graph; the given graph stays as it was.</summary>
/// <param name="Name">Verb and object.</param>
/// <param name="Apply">The rewriting.</param>
public sealed record GraphPass(string Name, Func<IR.Graph, IR.Graph> Apply)
{
    /// <summary>Gets the passes for inference, in their order. Each can be left out: results stay the same up to rounding.</summary>
    public static ImmutableArray<GraphPass> Inference { get; } =
    [
        new(nameof(EliminateDeadNodes), EliminateDeadNodes.Apply),
        new(nameof(FoldBatchNorm), FoldBatchNorm.Apply),
        new(nameof(FuseResidualAdd), FuseResidualAdd.Apply),
        new(nameof(FuseActivation), FuseActivation.Apply),
        new(nameof(MergeConvolutions), MergeConvolutions.Apply),
    ];

    /// <summary>Gets the pass that stores activations as halves, for <see cref="Kernels.Convolution.ConvolutionPrecision.Float16"/>.</summary>
    public static GraphPass HalfStorage { get; } = new(nameof(StoreAsHalf), StoreAsHalf.Apply);

    /// <summary>Gets the pass for the processor's vectors.</summary>
    public static GraphPass FuseProjection { get; } = new(nameof(FuseProjection), Passes.FuseProjection.Apply);

    /// <summary>Gets the pass that ranks candidates from what the heads wrote in one op, for the processor's vectors.</summary>
    public static GraphPass FuseCandidates { get; } = new(nameof(FuseCandidates), Passes.FuseCandidates.Apply);

    /// <summary>Gets the pass that computes mask coefficients of detections alone, for the processor's vectors; it comes first.</summary>
    public static GraphPass ConvolveAtDetections { get; } = new(nameof(ConvolveAtDetections), Passes.ConvolveAtDetections.Apply);

    /// <summary>Gets the pass that computes what follows the masks of detections for those alone, for the processor's vectors.</summary>
    public static GraphPass ChainMaskConvolutions { get; } = new(nameof(ChainMaskConvolutions), Passes.ChainMaskConvolutions.Apply);

    /// <summary>Gets the pass that applies one convolution to several levels at once, for the processor's vectors.</summary>
    public static GraphPass JoinLevels { get; } = new(nameof(JoinLevels), Passes.JoinLevels.Apply);

    /// <summary>Gets the pass that convolves a map before it is enlarged, for the processor's vectors.</summary>
    public static GraphPass FuseUpsampling { get; } = new(nameof(FuseUpsampling), Passes.FuseUpsampling.Apply);

    /// <summary>Gives the passes for inference on a device with its options, in their order.</summary>
    public static ImmutableArray<GraphPass> For(LoweringContext context) =>
        [.. context.UsesSimd ? [ConvolveAtDetections] : ImmutableArray<GraphPass>.Empty, .. Inference, .. OfDevice(context)];

    /// <summary>Gives those of them that depend on the device and its options and come last.</summary>
    public static ImmutableArray<GraphPass> OfDevice(LoweringContext context)
    {
        ImmutableArray<GraphPass> passes = context.UsesSimd ? [FuseProjection, ChainMaskConvolutions, FuseCandidates] : [];
        passes = context.UsesSimd && context.Options.AllowWinograd ? [.. passes, FuseUpsampling, JoinLevels] : passes;
        return context.Options.Precision == ConvolutionPrecision.Float16 ? [.. passes, HalfStorage] : passes;
    }

    /// <summary>Applies passes one after another.</summary>
    public static IR.Graph ApplyAll(IR.Graph graph, params ReadOnlySpan<GraphPass> passes)
    {
        foreach (GraphPass pass in passes)
        {
            graph = pass.Apply(graph);
        }

        return graph;
    }
}
