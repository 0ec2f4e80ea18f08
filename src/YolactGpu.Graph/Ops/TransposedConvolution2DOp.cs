using System.Collections.Immutable;
using ILGPU;
using YolactGpu.Graph.Execution;
using YolactGpu.Graph.IR;
using YolactGpu.Kernels.Convolution;

namespace YolactGpu.Graph.Ops;

/// <summary>
/// 2-D transposed convolution. Inputs: x [N, H, W, C]; weights, a constant [C, K, FH, FW] as in a checkpoint; bias [K].
/// Output: y [N, OH, OW, K]. See <see cref="TransposedConvolution2D"/>.
/// </summary>
/// <param name="Stride">How far apart the input's pixels come to lie in the output.</param>
/// <param name="Padding">What is cut off of each side of the output.</param>
/// <param name="OutputPadding">Rows and columns added at the bottom and the right.</param>
public sealed record TransposedConvolution2DOp(int Stride, int Padding, int OutputPadding) : Op
{
    /// <inheritdoc/>
    public override ImmutableArray<TensorType> InferTypes(ImmutableArray<TensorType> inputs)
    {
        RequireInputs(inputs, 3);
        Require(
            inputs[0].Shape.Rank == 4 && inputs[1].Shape.Rank == 4 && inputs[0].Shape[3] == inputs[1].Shape[0],
            $"x {inputs[0]} must be [N, H, W, C] and the weights {inputs[1]} [C, K, FH, FW] with the same C.");
        TransposedConvolution2DShape shape = ShapeOf(inputs[0].Shape, inputs[1].Shape);
        Require(inputs[2].Shape == new TensorShape(shape.OutputChannels), $"the bias {inputs[2]} must be [{shape.OutputChannels}].");
        try
        {
            shape.Check();
        }
        catch (ArgumentException e)
        {
            throw new GraphException(e.Message, e);
        }

        return [TensorType.Float32(shape.Batch, shape.OutputHeight, shape.OutputWidth, shape.OutputChannels)];
    }

    /// <inheritdoc/>
    public override LoweredOp Lower(LoweringContext context, ImmutableArray<Operand> inputs, ImmutableArray<Operand> outputs)
    {
        TransposedConvolution2DShape shape = ShapeOf(inputs[0].Shape, inputs[1].Shape);
        ArrayView<float> x = inputs[0].Floats;
        ArrayView<float> weights = inputs[1].Packed(
            "transposed [FH, FW, C, K]", data => TransposedConvolution2D.PackWeights(data.Span, shape));
        ArrayView<float> bias = inputs[2].Floats;
        ArrayView<float> y = outputs[0].Floats;
        TransposedConvolution2D kernel = context.Kernels.Get<TransposedConvolution2D>();
        return new LoweredOp(nameof(TransposedConvolution2D), stream => kernel.Launch(stream, x, weights, bias, y, shape));
    }

    /// <inheritdoc/>
    public override long FloatingPointOperations(ImmutableArray<TensorType> inputs, ImmutableArray<TensorType> outputs) =>
        ShapeOf(inputs[0].Shape, inputs[1].Shape).FloatingPointOperations;

    private TransposedConvolution2DShape ShapeOf(TensorShape x, TensorShape weights) =>
        new(x[0], x[1], x[2], x[3], weights[1], weights[2], weights[3], Stride, Padding, OutputPadding);
}
