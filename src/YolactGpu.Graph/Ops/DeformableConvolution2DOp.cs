using System.Collections.Immutable;
using ILGPU;
using YolactGpu.Graph.Execution;
using YolactGpu.Graph.IR;
using YolactGpu.Kernels.Convolution;
using YolactGpu.Kernels.Convolution.Deformable;
using YolactGpu.Kernels.Convolution.Simd;
using YolactGpu.Kernels.Convolution.Tiled;
using YolactGpu.Kernels.Elementwise;

namespace YolactGpu.Graph.Ops;

/// <summary>
/// Modulated deformable convolution with what is fused into it. Inputs: x [N, H, W, C]; offsetMask [N, OH, OW, 3·FH·FW], for each
/// tap a row and a column, then for each tap a mask before its sigmoid; then as <see cref="ConvolutionOp"/> says.
/// Output: y [N, OH, OW, K]. See <see cref="DeformableConvolution2D"/>. In float32 whatever the precision of other convolutions.
/// </summary>
/// <param name="Stride">Step between windows.</param>
/// <param name="Padding">Border of zeros on each side.</param>
/// <param name="Dilation">Distance between taps that are not moved.</param>
/// <param name="Activation">Applied last.</param>
/// <param name="HasBias">Whether there is a bias.</param>
/// <param name="HasResidual">Whether a tensor is added before the activation.</param>
public sealed record DeformableConvolution2DOp(
    int Stride, int Padding, int Dilation, Activation Activation, bool HasBias, bool HasResidual)
    : ConvolutionOp(Activation, HasBias, HasResidual)
{
    /// <inheritdoc/>
    public override int WeightInput => 2;

    /// <inheritdoc/>
    public override ImmutableArray<TensorType> InferTypes(ImmutableArray<TensorType> inputs)
    {
        ImmutableArray<TensorType> outputs = base.InferTypes(inputs);
        TensorShape y = outputs[0].Shape;
        int channels = DeformableConvolution2D.OffsetMaskChannels(ShapeOf(inputs[0].Shape, inputs[2].Shape));
        TensorType offsetMask = TensorType.Float32(y[0], y[1], y[2], channels);
        Require(inputs[1] == offsetMask, $"the offsets and masks {inputs[1]} must be {offsetMask}.");
        return outputs;
    }

    /// <inheritdoc/>
    public override LoweredOp Lower(LoweringContext context, ImmutableArray<Operand> inputs, ImmutableArray<Operand> outputs)
    {
        Convolution2DShape shape = ShapeOf(inputs[0].Shape, inputs[2].Shape);
        ArrayView<float> x = inputs[0].Floats;
        ArrayView<float> offsetMask = inputs[1].Floats;
        ArrayView<float> bias = HasBias ? inputs[3].Floats : ArrayView<float>.Empty;
        ArrayView<float> residual = HasResidual ? inputs[^1].Floats : ArrayView<float>.Empty;
        ArrayView<float> y = outputs[0].Floats;
        Activation activation = Activation;
        ArrayView<float> weights;
        if (context.UsesSimd)
        {
            SimdDeformableConvolution2D simd = context.Kernels.Get<SimdDeformableConvolution2D>();
            MatrixProduct product = SimdConvolution.ProductFor(shape, context);
            weights = inputs[2].Packed(simd.WeightLayout(product), data => simd.PackWeights(data.Span, shape, product));
            return new LoweredOp(
                SimdConvolution.NameOf<SimdDeformableConvolution2D>(product),
                stream => simd.Launch(stream, x, offsetMask, weights, bias, residual, y, shape, activation, product));
        }

        if (!context.Options.PlainKernelsOnly && TiledConvolution2D.IsSupported(context.Accelerator.Device))
        {
            TiledDeformableConvolution2D tiled = context.Kernels.Get<TiledDeformableConvolution2D>();
            TileChoice tile = tiled.Choose(shape);
            long scratchLength = TiledConvolution2D.ScratchLength(shape, tile);
            ScratchMemory scratch = context.Scratch;
            scratch.Reserve(scratchLength);
            context.Kernels.Compile(() => tiled.Prepare(tile.Tile));
            weights = inputs[2].Packed(TiledConvolution2D.WeightLayout, data => TiledConvolution2D.PackWeights(data.Span, shape));
            return new LoweredOp(
                $"{nameof(TiledDeformableConvolution2D)} {tile}",
                stream => tiled.Launch(
                    stream, x, offsetMask, weights, bias, residual, y, scratch.View(scratchLength), shape, activation, tile));
        }

        DeformableConvolution2D plain = context.Kernels.Get<DeformableConvolution2D>();
        weights = inputs[2].Packed("[FH, FW, C, K]", data => Convolution2D.PackWeights(data.Span, shape));
        return new LoweredOp(
            nameof(DeformableConvolution2D),
            stream => plain.Launch(stream, x, offsetMask, weights, bias, residual, y, shape, activation));
    }

    /// <inheritdoc/>
    protected internal override Convolution2DShape ShapeOf(TensorShape x, TensorShape weights) =>
        new(x[0], x[1], x[2], x[3], weights[0], weights[2], weights[3], Stride, Padding, Dilation);
}
