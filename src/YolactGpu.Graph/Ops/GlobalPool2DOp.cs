using System.Collections.Immutable;
using ILGPU;
using ILGPU.Runtime;
using YolactGpu.Graph.Execution;
using YolactGpu.Graph.IR;
using YolactGpu.Kernels.Pooling;

namespace YolactGpu.Graph.Ops;

/// <summary>One number for each channel of an image. Input: x [N, H, W, C]. Output: y [N, C].</summary>
public abstract record GlobalPool2DOp : Op
{
    /// <inheritdoc/>
    public override ImmutableArray<TensorType> InferTypes(ImmutableArray<TensorType> inputs)
    {
        RequireInputs(inputs, 1);
        TensorShape x = inputs[0].Shape;
        Require(x.Rank == 4, $"x {inputs[0]} must be [N, H, W, C].");
        return [TensorType.Float32(x[0], x[3])];
    }

    /// <summary>Binds the launch of a pooling kernel.</summary>
    protected static LoweredOp Lower(
        string kernel,
        Action<AcceleratorStream, ArrayView<float>, ArrayView<float>, GlobalPool2DShape> launch,
        ImmutableArray<Operand> inputs,
        ImmutableArray<Operand> outputs)
    {
        TensorShape sizes = inputs[0].Shape;
        GlobalPool2DShape shape = new(sizes[0], sizes[1], sizes[2], sizes[3]);
        ArrayView<float> x = inputs[0].Floats;
        ArrayView<float> y = outputs[0].Floats;
        return new LoweredOp(kernel, stream => launch(stream, x, y, shape));
    }
}
