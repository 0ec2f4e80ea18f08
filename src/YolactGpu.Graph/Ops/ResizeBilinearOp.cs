using System.Collections.Immutable;
using ILGPU;
using YolactGpu.Graph.Execution;
using YolactGpu.Graph.IR;
using YolactGpu.Kernels.Resampling;

namespace YolactGpu.Graph.Ops;

/// <summary>Bilinear resize to a given size. Input: x [N, H, W, C]. Output: y [N, height, width, C]. See <see cref="ResizeBilinear"/>.</summary>
/// <param name="Height">Output height.</param>
/// <param name="Width">Output width.</param>
public sealed record ResizeBilinearOp(int Height, int Width) : Op
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
        TensorShape x = inputs[0].Shape;
        Require(x.Rank == 4, $"x {x} must be [N, H, W, C].");
        TensorShape y = new(x[0], Height, Width, x[3]);
        return [OutputType(inputs[0], y)];
    }

    /// <inheritdoc/>
    public override LoweredOp Lower(LoweringContext context, ImmutableArray<Operand> inputs, ImmutableArray<Operand> outputs)
    {
        TensorShape input = inputs[0].Shape;
        ResizeBilinearShape shape = new(input[0], input[1], input[2], Height, Width, input[3]);
        ArrayView<float> x = inputs[0].FloatsOrHalves;
        ArrayView<float> y = outputs[0].FloatsOrHalves;
        if (HasHalfOutput)
        {
            HalfResizeBilinear halves = context.Kernels.Get<HalfResizeBilinear>();
            return new LoweredOp(nameof(HalfResizeBilinear), stream => halves.Launch(stream, x, y, shape));
        }

        if (context.UsesSimd)
        {
            SimdResizeBilinear simd = context.Kernels.Get<SimdResizeBilinear>();
            return new LoweredOp(nameof(SimdResizeBilinear), stream => simd.Launch(stream, x, y, shape));
        }

        ResizeBilinear kernel = context.Kernels.Get<ResizeBilinear>();
        return new LoweredOp(nameof(ResizeBilinear), stream => kernel.Launch(stream, x, y, shape));
    }

    /// <inheritdoc/>
    public override long FloatingPointOperations(ImmutableArray<TensorType> inputs, ImmutableArray<TensorType> outputs) =>
        9 * outputs[0].Shape.Length;

    private TensorType OutputType(TensorType x, TensorShape y)
    {
        ElementType element = HasHalfOutput ? ElementType.Float16 : ElementType.Float32;
        Require(x.Element == element, $"x {x} must hold {element}.");
        return new TensorType(element, y);
    }
}
