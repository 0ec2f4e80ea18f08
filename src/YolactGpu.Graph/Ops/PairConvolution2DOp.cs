using System.Collections.Immutable;
using ILGPU;
using YolactGpu.Graph.Execution;
using YolactGpu.Graph.IR;
using YolactGpu.Kernels.Convolution;
using YolactGpu.Kernels.Convolution.Simd;
using YolactGpu.Kernels.Elementwise;

namespace YolactGpu.Graph.Ops;

/// <summary>
/// The sum of two 1x1 convolutions. Inputs: x [N, OH, OW, C1], read as it is; second [N, H, W, C2], read at a stride; weights, a constant
/// [K, C1 + C2, 1, 1]; bias [K] if <paramref name="HasBias"/>. Output: y [N, OH, OW, K]. See <see cref="SimdPairConvolution2D"/>.
/// Where that cannot be, two plain convolutions, the second of which adds the first's output to its own, in the same memory.
/// </summary>
/// <param name="Stride">Step between the pixels of the second input that are read.</param>
/// <param name="Activation">Applied last.</param>
/// <param name="HasBias">Whether there is a bias.</param>
public sealed record PairConvolution2DOp(int Stride, Activation Activation, bool HasBias) : Op
{
    /// <inheritdoc/>
    public override ImmutableArray<TensorType> InferTypes(ImmutableArray<TensorType> inputs)
    {
        RequireInputs(inputs, HasBias ? 4 : 3);
        TensorShape x = inputs[0].Shape;
        TensorShape second = inputs[1].Shape;
        TensorShape weights = inputs[2].Shape;
        Require(
            x.Rank == 4 && second.Rank == 4 && weights.Rank == 4 && weights[1] == x[3] + second[3] && weights[2] == 1 && weights[3] == 1,
            $"x {x} must be [N, OH, OW, C1], the second input {second} [N, H, W, C2] and the weights {weights} [K, C1 + C2, 1, 1].");
        Convolution2DShape shape = SecondShape(second, weights);
        Require(
            x[0] == second[0] && x[1] == shape.OutputHeight && x[2] == shape.OutputWidth,
            $"every {Stride}. pixel of the second input {second} must be one of x {x}.");
        Require(!HasBias || inputs[3].Shape == new TensorShape(weights[0]), $"the bias {inputs[^1]} must be [{weights[0]}].");
        return [TensorType.Float32(x[0], x[1], x[2], weights[0])];
    }

    /// <inheritdoc/>
    public override LoweredOp Lower(LoweringContext context, ImmutableArray<Operand> inputs, ImmutableArray<Operand> outputs)
    {
        Convolution2DShape first = FirstShape(inputs[0].Shape, inputs[2].Shape);
        Convolution2DShape second = SecondShape(inputs[1].Shape, inputs[2].Shape);
        ArrayView<float> x = inputs[0].Floats;
        ArrayView<float> x2 = inputs[1].Floats;
        ArrayView<float> bias = HasBias ? inputs[3].Floats : ArrayView<float>.Empty;
        ArrayView<float> y = outputs[0].Floats;
        Activation activation = Activation;
        if (context.UsesSimd && SimdPairConvolution2D.Fits(first.InputChannels))
        {
            SimdPairConvolution2D simd = context.Kernels.Get<SimdPairConvolution2D>();
            MatrixProduct product = SimdConvolution.ProductFor(SimdPairConvolution2D.Join(first, second), context);
            ArrayView<float> weights = inputs[2].Packed(
                simd.WeightLayout(product), data => simd.PackWeights(data.Span, first, second, product));
            return new LoweredOp(
                SimdConvolution.NameOf<SimdPairConvolution2D>(product),
                stream => simd.Launch(stream, x, x2, weights, bias, y, first, second, activation, product));
        }

        Convolution2D plain = context.Kernels.Get<Convolution2D>();
        ArrayView<float> firstWeights = inputs[2].Packed(
            $"[FH, FW, C, K] of channels before {first.InputChannels}", data => Convolution2D.PackWeights(Take(data.Span, 0, first, second), first));
        ArrayView<float> secondWeights = inputs[2].Packed(
            $"[FH, FW, C, K] of channels from {first.InputChannels} on",
            data => Convolution2D.PackWeights(Take(data.Span, first.InputChannels, second, first), second));
        return new LoweredOp($"{nameof(Convolution2D)} twice", stream =>
        {
            plain.Launch(stream, x2, secondWeights, default, default, y, second, Activation.None);
            plain.Launch(stream, x, firstWeights, bias, y, y, first, activation);
        });
    }

    /// <inheritdoc/>
    public override long FloatingPointOperations(ImmutableArray<TensorType> inputs, ImmutableArray<TensorType> outputs) =>
        FirstShape(inputs[0].Shape, inputs[2].Shape).FloatingPointOperations
        + SecondShape(inputs[1].Shape, inputs[2].Shape).FloatingPointOperations;

    private static Convolution2DShape FirstShape(TensorShape x, TensorShape weights) =>
        new(x[0], x[1], x[2], x[3], weights[0], 1, 1, Stride: 1, Padding: 0, Dilation: 1);

    private Convolution2DShape SecondShape(TensorShape second, TensorShape weights) =>
        new(second[0], second[1], second[2], second[3], weights[0], 1, 1, Stride, Padding: 0, Dilation: 1);

    /// <summary>Takes the weights of one input's channels, which begin at one of them.</summary>
    private static float[] Take(ReadOnlySpan<float> weights, int begin, Convolution2DShape taken, Convolution2DShape left)
    {
        int channels = taken.InputChannels;
        float[] part = new float[taken.OutputChannels * channels];
        for (int k = 0; k < taken.OutputChannels; k++)
        {
            weights.Slice((k * (channels + left.InputChannels)) + begin, channels).CopyTo(part.AsSpan(k * channels));
        }

        return part;
    }
}
