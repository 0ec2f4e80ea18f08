using System.Collections.Immutable;
using ILGPU;
using YolactGpu.Graph.Execution;
using YolactGpu.Graph.IR;
using YolactGpu.Kernels.Elementwise;

namespace YolactGpu.Graph.Ops;

/// <summary>An activation on every element. Input: x. Output: as x. See <see cref="Activate"/>.</summary>
/// <param name="Activation">The function.</param>
public sealed record ActivationOp(Activation Activation) : Op
{
    /// <inheritdoc/>
    public override ImmutableArray<TensorType> InferTypes(ImmutableArray<TensorType> inputs)
    {
        RequireInputs(inputs, 1);
        return inputs;
    }

    /// <inheritdoc/>
    public override LoweredOp Lower(LoweringContext context, ImmutableArray<Operand> inputs, ImmutableArray<Operand> outputs)
    {
        ArrayView<float> x = inputs[0].Floats;
        ArrayView<float> y = outputs[0].Floats;
        Activation activation = Activation;
        if (context.UsesSimd)
        {
            SimdActivate simd = context.Kernels.Get<SimdActivate>();
            return new LoweredOp($"{nameof(SimdActivate)} {activation}", stream => simd.Launch(stream, x, y, activation));
        }

        Activate kernel = context.Kernels.Get<Activate>();
        return new LoweredOp($"{nameof(Activate)} {activation}", stream => kernel.Launch(stream, x, y, activation));
    }
}
