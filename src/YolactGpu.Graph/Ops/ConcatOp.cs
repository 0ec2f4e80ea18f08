using System.Collections.Immutable;
using ILGPU;
using YolactGpu.Graph.Execution;
using YolactGpu.Graph.IR;
using YolactGpu.Kernels.Layout;

namespace YolactGpu.Graph.Ops;

/// <summary>Joins tensors [N, Pᵢ, K] along their second axis. Output: [N, ΣPᵢ, K]. See <see cref="CopyRows"/>.</summary>
public sealed record ConcatOp : Op
{
    /// <inheritdoc/>
    public override ImmutableArray<TensorType> InferTypes(ImmutableArray<TensorType> inputs)
    {
        Require(inputs.Length > 0, "nothing to join.");
        TensorShape first = inputs[0].Shape;
        Require(
            inputs.All(input => input.Shape.Rank == 3 && input.Shape[0] == first[0] && input.Shape[2] == first[2]),
            $"the parts must be [N, P, K] and agree in N and K: {string.Join(", ", inputs)}.");
        return [TensorType.Float32(first[0], inputs.Sum(input => input.Shape[1]), first[2])];
    }

    /// <inheritdoc/>
    public override LoweredOp Lower(LoweringContext context, ImmutableArray<Operand> inputs, ImmutableArray<Operand> outputs)
    {
        TensorShape joined = outputs[0].Shape;
        ArrayView<float> y = outputs[0].Floats;
        ArrayView<float>[] parts = [.. inputs.Select(input => input.Floats)];
        CopyRowsShape[] shapes = new CopyRowsShape[parts.Length];
        int offset = 0;
        for (int i = 0; i < parts.Length; i++)
        {
            int length = inputs[i].Shape[1] * joined[2];
            shapes[i] = new CopyRowsShape(joined[0], length, joined[1] * joined[2], offset);
            offset += length;
        }

        if (context.UsesSimd)
        {
            SimdCopyRows simd = context.Kernels.Get<SimdCopyRows>();
            return new LoweredOp(nameof(SimdCopyRows), stream =>
            {
                for (int i = 0; i < parts.Length; i++)
                {
                    simd.Launch(stream, parts[i], y, shapes[i]);
                }
            });
        }

        CopyRows kernel = context.Kernels.Get<CopyRows>();
        return new LoweredOp(nameof(CopyRows), stream =>
        {
            for (int i = 0; i < parts.Length; i++)
            {
                kernel.Launch(stream, parts[i], y, shapes[i]);
            }
        });
    }
}
