using System.Collections.Immutable;
using ILGPU;
using ILGPU.Runtime;
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
        (ArrayView<float>[] parts, CopyRowsShape[] shapes) = Cut(inputs, outputs[0], outputs[0].Shape[0]);
        return CopyBlocks(context, parts, outputs[0].Floats, shapes);
    }

    /// <summary>Tells where the parts stand in each of the equal blocks that all tensors consist of: one behind the other.</summary>
    internal static (ArrayView<float>[] Parts, CopyRowsShape[] Shapes) Cut(ImmutableArray<Operand> inputs, Operand joined, int blocks)
    {
        int blockLength = (int)(joined.Shape.Length / blocks);
        CopyRowsShape[] shapes = new CopyRowsShape[inputs.Length];
        int offset = 0;
        for (int i = 0; i < shapes.Length; i++)
        {
            int length = (int)(inputs[i].Shape.Length / blocks);
            shapes[i] = new CopyRowsShape(blocks, length, blockLength, offset);
            offset += length;
        }

        return ([.. inputs.Select(input => input.Floats)], shapes);
    }

    /// <summary>Copies parts of few long blocks one after another, on the processor's vectors where the device has them.</summary>
    internal static LoweredOp CopyBlocks(LoweringContext context, ArrayView<float>[] parts, ArrayView<float> y, CopyRowsShape[] shapes)
    {
        if (!context.UsesSimd)
        {
            return Copy(context, parts, y, shapes);
        }

        return CopyEach(nameof(SimdCopyRows), context.Kernels.Get<SimdCopyRows>().Launch, parts, y, shapes);
    }

    /// <summary>Copies the parts one after another by the plain kernel.</summary>
    internal static LoweredOp Copy(LoweringContext context, ArrayView<float>[] parts, ArrayView<float> y, CopyRowsShape[] shapes) =>
        CopyEach(nameof(CopyRows), context.Kernels.Get<CopyRows>().Launch, parts, y, shapes);

    private static LoweredOp CopyEach(
        string kernel,
        Action<AcceleratorStream, ArrayView<float>, ArrayView<float>, CopyRowsShape> launch,
        ArrayView<float>[] parts,
        ArrayView<float> y,
        CopyRowsShape[] shapes) => new(kernel, stream =>
        {
            for (int i = 0; i < parts.Length; i++)
            {
                launch(stream, parts[i], y, shapes[i]);
            }
        });
}
