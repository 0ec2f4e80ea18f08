using System.Collections.Immutable;
using ILGPU;
using YolactGpu.Graph.Execution;
using YolactGpu.Graph.IR;
using YolactGpu.Kernels.Detection;

namespace YolactGpu.Graph.Ops;

/// <summary>
/// Class scores of the priors worth looking at. Input: conf [N, P, K], probabilities, class 0 the background. Output: scores
/// [N, K − 1, P], −1 where a prior is dropped. See <see cref="ScoreFilter"/>.
/// </summary>
/// <param name="Threshold">A prior is kept where its best foreground class is above this.</param>
public sealed record ScoreFilterOp(float Threshold) : Op
{
    /// <inheritdoc/>
    public override ImmutableArray<TensorType> InferTypes(ImmutableArray<TensorType> inputs)
    {
        RequireInputs(inputs, 1);
        TensorShape conf = inputs[0].Shape;
        Require(conf.Rank == 3 && conf[2] > 1, $"conf {conf} must be [N, P, K] with K of at least 2.");
        return [TensorType.Float32(conf[0], conf[2] - 1, conf[1])];
    }

    /// <inheritdoc/>
    public override LoweredOp Lower(LoweringContext context, ImmutableArray<Operand> inputs, ImmutableArray<Operand> outputs)
    {
        TensorShape sizes = inputs[0].Shape;
        ScoreFilterShape shape = new(sizes[0], sizes[1], sizes[2], Threshold);
        ArrayView<float> conf = inputs[0].Floats;
        ArrayView<float> scores = outputs[0].Floats;
        if (context.UsesSimd)
        {
            SimdScoreFilter simd = context.Kernels.Get<SimdScoreFilter>();
            return new LoweredOp(nameof(SimdScoreFilter), stream => simd.Launch(stream, conf, scores, shape));
        }

        ScoreFilter kernel = context.Kernels.Get<ScoreFilter>();
        return new LoweredOp(nameof(ScoreFilter), stream => kernel.Launch(stream, conf, scores, shape));
    }
}
