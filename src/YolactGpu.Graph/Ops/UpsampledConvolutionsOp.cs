using System.Collections.Immutable;
using System.Globalization;
using ILGPU;
using YolactGpu.Graph.Execution;
using YolactGpu.Graph.IR;
using YolactGpu.Kernels.Convolution;
using YolactGpu.Kernels.Convolution.Simd;
using YolactGpu.Kernels.Resampling;

namespace YolactGpu.Graph.Ops;

/// <summary>
/// A 1x1 convolution of a 3x3 convolution of a map that is enlarged to twice its sides bilinearly. Inputs: x [N, H, W, C]; weights, a constant
/// [K, C, 3, 3]; bias [K] if the 3x3 convolution has one; weights, a constant [M, K, 1, 1]; bias [M] if the 1x1 convolution has one. Outputs:
/// y [N, 2·H, 2·W, M]; working memory. See <see cref="SpreadConvolution2D"/> and <see cref="BlurredConvolution2D"/>; elsewhere the plain kernels in
/// turn.
/// </summary>
/// <param name="Filter">The 3x3 convolution, of stride and padding 1, without a residual.</param>
/// <param name="Product">The 1x1 convolution, of stride 1, without a residual.</param>
public sealed record UpsampledConvolutionsOp(Convolution2DOp Filter, Convolution2DOp Product) : Op
{
    private int ProductWeights => Filter.HasBias ? 3 : 2;

    /// <inheritdoc/>
    public override ImmutableArray<TensorType> InferTypes(ImmutableArray<TensorType> inputs)
    {
        RequireInputs(inputs, ProductWeights + (Product.HasBias ? 2 : 1));
        TensorType x = inputs[0];
        Require(x.Shape.Rank == 4 && x.Element == ElementType.Float32, $"x {x} must be [N, H, W, C] of float32.");
        Require(!Filter.HasHalfOutput && !Product.HasHalfOutput, "there is no kernel that writes halves.");
        TensorType filtered = Filter.InferTypes([TypeOf(Enlarged(x.Shape)), .. inputs[1..ProductWeights]])[0];
        TensorType y = Product.InferTypes([filtered, .. inputs[ProductWeights..]])[0];
        (TensorShape filter, TensorShape product) = (inputs[1].Shape, inputs[ProductWeights].Shape);
        Require(
            Filter is { Stride: 1, Padding: 1, Dilation: 1, HasResidual: false } && Product is { Stride: 1, Padding: 0, HasResidual: false }
                && filter[2] == 3 && filter[3] == 3 && product[2] == 1 && product[3] == 1,
            $"the filters {filter} and {product} must be 3x3 with padding 1 and 1x1, of stride 1 and without a residual.");
        SpreadShape phases = PhasesOf(x.Shape, filter);
        Require(phases.Fits, $"there is no kernel for {phases}.");
        return [y, TensorType.Float32(phases.Batch, (int)phases.ImageLength)];
    }

    /// <inheritdoc/>
    public override LoweredOp Lower(LoweringContext context, ImmutableArray<Operand> inputs, ImmutableArray<Operand> outputs)
    {
        SpreadShape phases = PhasesOf(inputs[0].Shape, inputs[1].Shape);
        Convolution2DShape filter = Filter.ShapeOf(Enlarged(inputs[0].Shape), inputs[1].Shape);
        Convolution2DShape product = BlurredConvolution2D.ShapeOf(phases, inputs[ProductWeights].Shape[0]);
        ArrayView<float> x = inputs[0].Floats;
        ArrayView<float> filterBias = Filter.HasBias ? inputs[2].Floats : ArrayView<float>.Empty;
        ArrayView<float> bias = Product.HasBias ? inputs[^1].Floats : ArrayView<float>.Empty;
        ArrayView<float> y = outputs[0].Floats;
        if (context.UsesSimd && context.Options.AllowWinograd)
        {
            ArrayView<float> v = outputs[1].Floats;
            SpreadConvolution2D spread = context.Kernels.Get<SpreadConvolution2D>();
            BlurredConvolution2D blurred = context.Kernels.Get<BlurredConvolution2D>();
            ArrayView<float> spreadWeights = inputs[1].Packed(spread.WeightLayout, data => spread.PackWeights(data.Span, phases));
            ArrayView<float> weights = inputs[ProductWeights].Packed(blurred.WeightLayout, data => blurred.PackWeights(data.Span, product));
            SpreadConvolution rest = new(filterBias, phases, Filter.Activation);
            double time = ConvolutionChoice.TimeOfPhases(phases, filter);
            return new LoweredOp(
                $"{nameof(SpreadConvolution2D)}, {nameof(BlurredConvolution2D)}",
                stream =>
                {
                    spread.Launch(stream, x, spreadWeights, v, phases);
                    blurred.Launch(stream, v, rest, weights, bias, y, product.OutputChannels, Product.Activation);
                },
                string.Create(CultureInfo.InvariantCulture, $"expected time: {time:F2} of that of the enlarged map"));
        }

        ResizeBilinear resize = context.Kernels.Get<ResizeBilinear>();
        Convolution2D plain = context.Kernels.Get<Convolution2D>();
        ResizeBilinearShape resized = new(
            phases.Batch, phases.Height, phases.Width, filter.InputHeight, filter.InputWidth, phases.InputChannels);
        ArrayView<float> filterWeights = inputs[1].Packed(PlainConvolution.WeightLayout, data => Convolution2D.PackWeights(data.Span, filter));
        ArrayView<float> productWeights =
            inputs[ProductWeights].Packed(PlainConvolution.WeightLayout, data => Convolution2D.PackWeights(data.Span, product));
        long length = filter.InputLength + filter.OutputLength;
        context.Scratch.Reserve(length);
        return new LoweredOp($"{nameof(ResizeBilinear)}, {nameof(Convolution2D)} twice", stream =>
        {
            ArrayView<float> map = context.Scratch.View(length).SubView(0, filter.InputLength);
            ArrayView<float> filtered = context.Scratch.View(length).SubView(filter.InputLength, filter.OutputLength);
            resize.Launch(stream, x, map, resized);
            plain.Launch(stream, map, filterWeights, filterBias, ArrayView<float>.Empty, filtered, filter, Filter.Activation);
            plain.Launch(stream, filtered, productWeights, bias, ArrayView<float>.Empty, y, product, Product.Activation);
        });
    }

    /// <inheritdoc/>
    public override long FloatingPointOperations(ImmutableArray<TensorType> inputs, ImmutableArray<TensorType> outputs)
    {
        TensorShape enlarged = Enlarged(inputs[0].Shape);
        SpreadShape phases = PhasesOf(inputs[0].Shape, inputs[1].Shape);
        return new ResizeBilinearOp(enlarged[1], enlarged[2]).FloatingPointOperations([inputs[0]], [TypeOf(enlarged)])
            + Filter.ShapeOf(enlarged, inputs[1].Shape).FloatingPointOperations
            + BlurredConvolution2D.ShapeOf(phases, inputs[ProductWeights].Shape[0]).FloatingPointOperations;
    }

    private static TensorShape Enlarged(TensorShape x) => new(x[0], 2 * x[1], 2 * x[2], x[3]);

    private static TensorType TypeOf(TensorShape x) => TensorType.Float32(x[0], x[1], x[2], x[3]);

    /// <summary>Gives the sizes by phases of x, for the weights of the 3x3 convolution.</summary>
    internal static SpreadShape PhasesOf(TensorShape x, TensorShape weights) => new(x[0], x[1], x[2], x[3], weights[0]);
}
