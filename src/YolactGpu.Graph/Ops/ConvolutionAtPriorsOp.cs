using System.Collections.Immutable;
using ILGPU;
using ILGPU.Runtime;
using YolactGpu.Graph.Execution;
using YolactGpu.Graph.IR;
using YolactGpu.Kernels.Convolution;
using YolactGpu.Kernels.Detection;
using YolactGpu.Kernels.Elementwise;

namespace YolactGpu.Graph.Ops;

/// <summary>
/// What a head's convolution gives for the priors of detections alone. Inputs: priors of the detections [N, D] (int, −1 for none); weights
/// [A·M, C, FH, FW], a constant; bias [A·M] if <paramref name="HasBias"/>; then the levels that the priors stand on, shallowest first, each
/// [N, H, W, C]. Output: [N, D, M], 0 where there is no detection. See <see cref="ConvolutionAtPriors"/>.
/// </summary>
/// <param name="Anchors">A: priors per pixel.</param>
/// <param name="Stride">Step between windows.</param>
/// <param name="Padding">Border of zeros on each side.</param>
/// <param name="Dilation">Distance between taps.</param>
/// <param name="Activation">Applied last.</param>
/// <param name="HasBias">Whether there is a bias.</param>
public sealed record ConvolutionAtPriorsOp(int Anchors, int Stride, int Padding, int Dilation, Activation Activation, bool HasBias) : Op
{
    private int FirstLevel => HasBias ? 3 : 2;

    /// <inheritdoc/>
    public override ImmutableArray<TensorType> InferTypes(ImmutableArray<TensorType> inputs)
    {
        Require(inputs.Length > FirstLevel, "there must be priors, weights and at least one level.");
        TensorShape priors = inputs[0].Shape;
        TensorShape weights = inputs[1].Shape;
        Require(
            inputs[0].Element == ElementType.Int32 && priors.Rank == 2 && weights.Rank == 4 && weights[0] % Anchors == 0,
            $"the priors {inputs[0]} must be [N, D] and the weights {weights} [A·M, C, FH, FW] for {Anchors} anchors.");
        Require(!HasBias || inputs[2].Shape == new TensorShape(weights[0]), $"the bias {inputs[2]} must be [{weights[0]}].");
        Require(
            inputs.Skip(FirstLevel).All(level => level.Shape.Rank == 4 && level.Shape[0] == priors[0] && level.Shape[3] == weights[1]),
            $"the levels must be [N, H, W, {weights[1]}]: {string.Join(", ", inputs.Skip(FirstLevel))}.");
        return [TensorType.Float32(priors[0], priors[1], weights[0] / Anchors)];
    }

    /// <inheritdoc/>
    public override LoweredOp Lower(LoweringContext context, ImmutableArray<Operand> inputs, ImmutableArray<Operand> outputs)
    {
        TensorShape sizes = inputs[1].Shape;
        ImmutableArray<ConvolutionAtPriorsShape> shapes = ShapesOf(inputs[0].Shape, sizes, [.. inputs.Skip(FirstLevel).Select(input => input.Shape)]);
        ArrayView<float>[] levels = [.. inputs.Skip(FirstLevel).Select(input => input.Floats)];
        ArrayView<int> priors = inputs[0].Ints;
        ArrayView<float> weights = inputs[1].Packed(
            $"{ConvolutionAtPriors.WeightLayout} {Anchors}",
            data => ConvolutionAtPriors.PackWeights(data.Span, shapes[0].Convolution, Anchors));
        ArrayView<float> bias = HasBias ? inputs[2].Floats : ArrayView<float>.Empty;
        ArrayView<float> y = outputs[0].Floats;
        Activation activation = Activation;
        (string kernel, LevelLaunch launch) = context.UsesSimd
            ? (nameof(SimdConvolutionAtPriors), (LevelLaunch)context.Kernels.Get<SimdConvolutionAtPriors>().Launch)
            : (nameof(ConvolutionAtPriors), context.Kernels.Get<ConvolutionAtPriors>().Launch);
        return new LoweredOp(kernel, stream =>
        {
            for (int i = 0; i < levels.Length; i++)
            {
                launch(stream, levels[i], weights, bias, priors, y, shapes[i], activation);
            }
        });
    }

    /// <inheritdoc/>
    public override long FloatingPointOperations(ImmutableArray<TensorType> inputs, ImmutableArray<TensorType> outputs)
    {
        TensorShape weights = inputs[1].Shape;
        return 2 * outputs[0].Shape.Length * weights[1] * weights[2] * weights[3];
    }

    private ImmutableArray<ConvolutionAtPriorsShape> ShapesOf(TensorShape priors, TensorShape weights, ImmutableArray<TensorShape> levels)
    {
        List<ConvolutionAtPriorsShape> shapes = [];
        int first = 0;
        foreach (TensorShape x in levels)
        {
            Convolution2DShape convolution = new(
                x[0], x[1], x[2], x[3], weights[0], weights[2], weights[3], Stride, Padding, Dilation);
            shapes.Add(new ConvolutionAtPriorsShape(convolution, Anchors, first, priors[1]));
            first += shapes[^1].Priors;
        }

        return [.. shapes];
    }

    private delegate void LevelLaunch(
        AcceleratorStream stream,
        ArrayView<float> x,
        ArrayView<float> weights,
        ArrayView<float> bias,
        ArrayView<int> priors,
        ArrayView<float> y,
        ConvolutionAtPriorsShape shape,
        Activation activation);
}
