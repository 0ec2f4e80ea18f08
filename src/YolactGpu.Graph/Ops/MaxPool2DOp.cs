using System.Collections.Immutable;
using ILGPU;
using YolactGpu.Graph.Execution;
using YolactGpu.Graph.IR;
using YolactGpu.Kernels.Pooling;

namespace YolactGpu.Graph.Ops;

/// <summary>2-D max pooling over a square window. Input: x [N, H, W, C]. Output: y [N, OH, OW, C]. See <see cref="MaxPool2D"/>.</summary>
/// <param name="WindowSize">Side of the window.</param>
/// <param name="Stride">Step between windows.</param>
/// <param name="Padding">Border on each side.</param>
public sealed record MaxPool2DOp(int WindowSize, int Stride, int Padding) : Op
{
    /// <summary>Gets a value indicating whether the output is stored as halves; the input must be then too.</summary>
    public bool HasHalfOutput { get; init; }

    /// <inheritdoc/>
    public override HalfStorage HalfStorage => HalfStorage.Together;

    /// <inheritdoc/>
    public override Op WithHalfOutput() => this with { HasHalfOutput = true };

    /// <inheritdoc/>
    public override ImmutableArray<TensorType> InferTypes(ImmutableArray<TensorType> inputs)
    {
        RequireInputs(inputs, 1);
        Require(inputs[0].Shape.Rank == 4, $"x {inputs[0]} must be [N, H, W, C].");
        MaxPool2DShape shape = ShapeOf(inputs[0].Shape);
        Require(shape.OutputHeight > 0 && shape.OutputWidth > 0, $"a window of {WindowSize} leaves nothing of x {inputs[0]}.");
        TensorShape y = new(shape.Batch, shape.OutputHeight, shape.OutputWidth, shape.Channels);
        return [OutputType(inputs[0], y)];
    }

    /// <inheritdoc/>
    public override LoweredOp Lower(LoweringContext context, ImmutableArray<Operand> inputs, ImmutableArray<Operand> outputs)
    {
        MaxPool2DShape shape = ShapeOf(inputs[0].Shape);
        ArrayView<float> x = inputs[0].FloatsOrHalves;
        ArrayView<float> y = outputs[0].FloatsOrHalves;
        if (HasHalfOutput)
        {
            HalfMaxPool2D halves = context.Kernels.Get<HalfMaxPool2D>();
            return new LoweredOp(nameof(HalfMaxPool2D), stream => halves.Launch(stream, x, y, shape));
        }

        if (context.UsesSimd)
        {
            SimdMaxPool2D simd = context.Kernels.Get<SimdMaxPool2D>();
            return new LoweredOp(nameof(SimdMaxPool2D), stream => simd.Launch(stream, x, y, shape));
        }

        MaxPool2D kernel = context.Kernels.Get<MaxPool2D>();
        return new LoweredOp(nameof(MaxPool2D), stream => kernel.Launch(stream, x, y, shape));
    }

    private MaxPool2DShape ShapeOf(TensorShape x) => new(x[0], x[1], x[2], x[3], WindowSize, Stride, Padding);

    private TensorType OutputType(TensorType x, TensorShape y)
    {
        ElementType element = HasHalfOutput ? ElementType.Float16 : ElementType.Float32;
        Require(x.Element == element, $"x {x} must hold {element}.");
        return new TensorType(element, y);
    }
}
