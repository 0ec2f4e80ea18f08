using System.Collections.Immutable;
using YolactGpu.Graph.Execution;
using YolactGpu.Graph.IR;
using YolactGpu.Kernels.Pooling;

namespace YolactGpu.Graph.Ops;

/// <summary>The maximum of each channel. Input: x [N, H, W, C]. Output: y [N, C]. See <see cref="GlobalMaxPool2D"/>.</summary>
public sealed record GlobalMaxPool2DOp : GlobalPool2DOp
{
    /// <inheritdoc/>
    public override LoweredOp Lower(LoweringContext context, ImmutableArray<Operand> inputs, ImmutableArray<Operand> outputs) =>
        Lower(nameof(GlobalMaxPool2D), context.Kernels.Get<GlobalMaxPool2D>().Launch, inputs, outputs);
}
