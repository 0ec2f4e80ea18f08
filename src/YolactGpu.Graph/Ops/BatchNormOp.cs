using System.Collections.Immutable;
using ILGPU;
using YolactGpu.Graph.Execution;
using YolactGpu.Graph.IR;
using YolactGpu.Kernels.Normalization;

namespace YolactGpu.Graph.Ops;

/// <summary>
/// Batch normalisation with given statistics. Inputs: x [N, H, W, C]; gamma, beta, mean, variance [C]. Output: as x.
/// See <see cref="BatchNorm"/>.
/// </summary>
/// <param name="Epsilon">Added to the variance.</param>
public sealed record BatchNormOp(float Epsilon) : Op
{
    /// <inheritdoc/>
    public override ImmutableArray<TensorType> InferTypes(ImmutableArray<TensorType> inputs)
    {
        RequireInputs(inputs, 5);
        TensorShape x = inputs[0].Shape;
        TensorShape perChannel = new(x[x.Rank - 1]);
        Require(
            inputs.Skip(1).All(input => input.Shape == perChannel),
            $"gamma, beta, mean and variance must each be {perChannel}.");
        return [inputs[0]];
    }

    /// <inheritdoc/>
    public override LoweredOp Lower(LoweringContext context, ImmutableArray<Operand> inputs, ImmutableArray<Operand> outputs)
    {
        BatchNorm kernel = context.Kernels.Get<BatchNorm>();
        TensorShape shape = inputs[0].Shape;
        int channels = shape[shape.Rank - 1];
        BatchNormShape sizes = new((int)(shape.Length / channels), channels, Epsilon);
        ArrayView<float> x = inputs[0].Floats;
        ArrayView<float> gamma = inputs[1].Floats;
        ArrayView<float> beta = inputs[2].Floats;
        ArrayView<float> mean = inputs[3].Floats;
        ArrayView<float> variance = inputs[4].Floats;
        ArrayView<float> y = outputs[0].Floats;
        return new LoweredOp(nameof(BatchNorm), stream => kernel.Launch(stream, x, gamma, beta, mean, variance, y, sizes));
    }

    /// <inheritdoc/>
    public override long FloatingPointOperations(ImmutableArray<TensorType> inputs, ImmutableArray<TensorType> outputs) =>
        2 * outputs[0].Shape.Length;
}
