using System.Collections.Immutable;
using ILGPU;
using YolactGpu.Graph.Execution;
using YolactGpu.Graph.IR;
using YolactGpu.Kernels.Convolution;
using YolactGpu.Kernels.Masks;
using YolactGpu.Kernels.Pooling;

namespace YolactGpu.Graph.Ops;

/// <summary>
/// Convolutions over the masks of detections and the maximum of the last one's channels. Inputs: masks [N, D, H, W]; counts [N] (int);
/// weights, a constant, [K, C, FH, FW] of each convolution one behind the other; bias likewise, [ΣK]. Output: [N·D, K]; what belongs to an
/// absent detection is arbitrary. See <see cref="SimdMaskConvolutions"/>. Elsewhere the plain kernels, for all masks.
/// </summary>
/// <param name="Chain">The convolutions, for one mask.</param>
public sealed record MaskConvolutionsOp(ConvolutionChain Chain) : Op
{
    /// <inheritdoc/>
    public override ImmutableArray<TensorType> InferTypes(ImmutableArray<TensorType> inputs)
    {
        RequireInputs(inputs, 4);
        TensorShape masks = inputs[0].Shape;
        Convolution2DShape first = Chain[0].Shape;
        Require(
            masks.Rank == 4 && masks[2] == first.InputHeight && masks[3] == first.InputWidth && first.InputChannels == 1
                && inputs[1] == TensorType.Int32(masks[0]),
            $"the masks {inputs[0]} must be [N, D, {first.InputHeight}, {first.InputWidth}], the counts {inputs[1]} int [N].");
        Require(
            inputs[2].Shape.Length == Chain.WeightLength && inputs[3].Shape.Length == Chain.BiasLength,
            $"the weights {inputs[2]} must be [{Chain.WeightLength}] and the bias {inputs[3]} [{Chain.BiasLength}].");
        return [TensorType.Float32(masks[0] * masks[1], Chain.Last.Shape.OutputChannels)];
    }

    /// <inheritdoc/>
    public override LoweredOp Lower(LoweringContext context, ImmutableArray<Operand> inputs, ImmutableArray<Operand> outputs)
    {
        MaskConvolutionsShape shape = new(inputs[0].Shape[0], inputs[0].Shape[1], Chain);
        if (!context.UsesSimd)
        {
            return LowerPlain(context, shape, inputs, outputs[0].Floats);
        }

        SimdMaskConvolutions simd = context.Kernels.Get<SimdMaskConvolutions>();
        ArrayView<float> weights = inputs[2].Packed(simd.WeightLayout, data => simd.PackWeights(data.Span, Chain));
        MaskConvolutionViews views = new(inputs[0].Floats, inputs[1].Ints, weights, inputs[3].Floats, outputs[0].Floats);
        return new LoweredOp(nameof(SimdMaskConvolutions), stream => simd.Launch(stream, views, shape));
    }

    /// <inheritdoc/>
    public override long FloatingPointOperations(ImmutableArray<TensorType> inputs, ImmutableArray<TensorType> outputs) =>
        outputs[0].Shape[0] * Chain.Sum(layer => layer.Shape.FloatingPointOperations);

    private static LoweredOp LowerPlain(
        LoweringContext context, MaskConvolutionsShape shape, ImmutableArray<Operand> inputs, ArrayView<float> y)
    {
        ConvolutionChain chain = shape.Chain;
        int masks = (int)shape.DetectionCount;
        long length = chain.Sum(layer => layer.Shape.OutputLength * masks);
        ScratchMemory scratch = context.Scratch;
        scratch.Reserve(length);
        ArrayView<float> weights = inputs[2].Packed(
            "[FH, FW, C, K] layer by layer", data => chain.PackWeights(data.Span, Convolution2D.PackWeights));
        ArrayView<float> bias = inputs[3].Floats;
        ArrayView<float> x = inputs[0].Floats;
        Convolution2D convolution = context.Kernels.Get<Convolution2D>();
        GlobalMaxPool2D pool = context.Kernels.Get<GlobalMaxPool2D>();
        return new LoweredOp($"{nameof(Convolution2D)} and {nameof(GlobalMaxPool2D)}", stream =>
        {
            (ArrayView<float> from, long weightsAt, long biasAt, long at) = (x, 0, 0, 0);
            for (int i = 0; i < chain.Count; i++)
            {
                Convolution2DShape own = chain[i].Shape with { Batch = masks };
                ArrayView<float> to = scratch.View(length).SubView(at, own.OutputLength);
                convolution.Launch(
                    stream,
                    from,
                    weights.SubView(weightsAt, own.WeightLength),
                    bias.SubView(biasAt, own.OutputChannels),
                    ArrayView<float>.Empty,
                    to,
                    own,
                    chain[i].Activation);
                (from, weightsAt, biasAt, at) = (to, weightsAt + own.WeightLength, biasAt + own.OutputChannels, at + own.OutputLength);
            }

            Convolution2DShape last = chain.Last.Shape;
            pool.Launch(stream, from, y, new GlobalPool2DShape(masks, last.OutputHeight, last.OutputWidth, last.OutputChannels));
        });
    }
}
