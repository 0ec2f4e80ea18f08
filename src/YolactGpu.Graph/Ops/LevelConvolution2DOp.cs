using System.Collections.Immutable;
using ILGPU;
using YolactGpu.Graph.Execution;
using YolactGpu.Graph.IR;
using YolactGpu.Kernels.Convolution;
using YolactGpu.Kernels.Convolution.Simd;

namespace YolactGpu.Graph.Ops;

/// <summary>
/// One convolution of several levels of a pyramid. Inputs: the levels, each [N, H, W, C] with its own H and W; weights, a constant
/// [K, C, FH, FW]; bias [K] if the convolution has one. Outputs: one for each level, [N, OH, OW, K]. See <see cref="WinogradConvolution2D"/>;
/// where the levels are faster one by one, or Winograd's algorithm is not wanted, <see cref="Convolution2DOp"/> computes each.
/// </summary>
/// <param name="Each">The convolution of a level, without a residual.</param>
public sealed record LevelConvolution2DOp(Convolution2DOp Each) : Op
{
    private int Constants => Each.HasBias ? 2 : 1;

    /// <inheritdoc/>
    public override ImmutableArray<TensorType> InferTypes(ImmutableArray<TensorType> inputs)
    {
        Require(!Each.HasResidual, "there is no residual for a level.");
        Require(inputs.Length > Constants, "there must be at least one level, and weights.");
        return [.. inputs[..^Constants].Select(level => Each.InferTypes([level, .. inputs[^Constants..]]).Single())];
    }

    /// <inheritdoc/>
    public override LoweredOp Lower(LoweringContext context, ImmutableArray<Operand> inputs, ImmutableArray<Operand> outputs)
    {
        ImmutableArray<Operand> constants = inputs[^Constants..];
        ImmutableArray<Convolution2DShape> shapes =
            [.. inputs[..^Constants].Select(level => Each.ShapeOf(level.Shape, constants[0].Shape))];
        if (context.UsesSimd && context.Options.AllowWinograd && ConvolutionChoice.ForLevels(shapes) is { } choice)
        {
            return SimdConvolution.LowerLevels(
                [.. shapes.Select((shape, i) => new ConvolutionMap(inputs[i].Floats, outputs[i].Floats, shape.InputHeight, shape.InputWidth))],
                constants[0],
                Each.HasBias ? constants[1].Floats : ArrayView<float>.Empty,
                shapes[0],
                Each.Activation,
                choice,
                context);
        }

        LoweredOp[] lowered = [.. outputs.Select((output, i) => Each.Lower(context, [inputs[i], .. constants], [output]))];
        return new LoweredOp(
            string.Join(", ", lowered.Select(level => level.Kernel).Distinct()),
            stream =>
            {
                foreach (LoweredOp level in lowered)
                {
                    level.Launch(stream);
                }
            },
            "the levels one by one");
    }

    /// <inheritdoc/>
    public override long FloatingPointOperations(ImmutableArray<TensorType> inputs, ImmutableArray<TensorType> outputs) =>
        outputs.Select((output, i) => Each.FloatingPointOperations([inputs[i], .. inputs[^Constants..]], [output])).Sum();
}
