using System.Collections.Immutable;
using YolactGpu.Graph.Execution;
using YolactGpu.Graph.IR;
using YolactGpu.Kernels.Pooling;

namespace YolactGpu.Graph.Ops;

/// <summary>The mean of each channel. Input: x [N, H, W, C]. Output: y [N, C]. See <see cref="GlobalAveragePool2D"/>.</summary>
public sealed record GlobalAveragePool2DOp : GlobalPool2DOp
{
    /// <inheritdoc/>
    public override LoweredOp Lower(LoweringContext context, ImmutableArray<Operand> inputs, ImmutableArray<Operand> outputs) =>
        Lower(nameof(GlobalAveragePool2D), context.Kernels.Get<GlobalAveragePool2D>().Launch, inputs, outputs);
}
