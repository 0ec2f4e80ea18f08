using System.Collections.Immutable;
using ILGPU;
using YolactGpu.Graph.Execution;
using YolactGpu.Graph.IR;
using YolactGpu.Kernels.Boxes;
using YolactGpu.Kernels.Detection;
using YolactGpu.Kernels.Layout;
using YolactGpu.Kernels.Normalization;

namespace YolactGpu.Graph.Ops;

/// <summary>
/// The best candidates of each class and their boxes, from what the heads wrote: joining it to conf [N, P, K] and loc [N, P, 4],
/// <see cref="SoftmaxOp"/>, <see cref="ScoreFilterOp"/>, <see cref="TopKOp"/> and <see cref="BoxDecodeOp"/> in one. Inputs: the levels of the
/// logits, then those of the offsets, perhaps the same, each [N, .., C]; priors [P, 4]. Outputs: scores [N, K − 1, k] and their priors
/// [N, K − 1, k] (int), best first, −1 where fewer are present; cornerBoxes [N, P, 4], of which those of priors that were dropped are arbitrary;
/// working memory [N, K − 1, P], [N, P] (int) and [N, R, 2] (int). See <see cref="SimdCandidates"/>; elsewhere the plain kernels in turn.
/// </summary>
/// <param name="Logits">How the logits would be joined.</param>
/// <param name="Offsets">How the offsets would be joined.</param>
/// <param name="Filter">Which priors are kept.</param>
/// <param name="Best">How many candidates each class has.</param>
/// <param name="Decode">How boxes are decoded.</param>
public sealed record CandidatesOp(ConcatSlicesOp Logits, ConcatSlicesOp Offsets, ScoreFilterOp Filter, TopKOp Best, BoxDecodeOp Decode) : Op
{
    /// <inheritdoc/>
    public override ImmutableArray<TensorType> InferTypes(ImmutableArray<TensorType> inputs)
    {
        RequireInputs(inputs, Logits.Ranges.Length + Offsets.Ranges.Length + 1);
        TensorType conf = Logits.InferTypes(inputs[..Logits.Ranges.Length])[0];
        TensorType loc = Offsets.InferTypes(inputs[Logits.Ranges.Length..^1])[0];
        TensorType scores = Filter.InferTypes([conf])[0];
        TensorType boxes = Decode.InferTypes([loc, inputs[^1]])[0];
        Require(
            conf.Shape[0] == loc.Shape[0] && conf.Shape[1] == loc.Shape[1] && Logits.Ranges.Length == Offsets.Ranges.Length,
            $"conf {conf} and loc {loc} must agree in N and P.");
        Require(
            Logits.JoinsWholeRows && Offsets.JoinsWholeRows,
            "no row of logits or offsets may begin in one pixel and end in the next.");
        int runs = ShapesOf([.. inputs.Select(input => input.Shape)], conf.Shape).Sum(shape => shape.Runs);
        return [.. Best.InferTypes([scores]), boxes, scores, TensorType.Int32(loc.Shape[0], loc.Shape[1]), TensorType.Int32(loc.Shape[0], runs, 2)];
    }

    /// <inheritdoc/>
    public override LoweredOp Lower(LoweringContext context, ImmutableArray<Operand> inputs, ImmutableArray<Operand> outputs)
    {
        TensorShape sizes = outputs[3].Shape;
        CandidateShape[] shapes = ShapesOf([.. inputs.Select(input => input.Shape)], new TensorShape(sizes[0], sizes[2], sizes[1] + 1));
        TopKShape best = new(sizes[0] * sizes[1], sizes[2], Best.Count);
        ArrayView<float> values = outputs[0].Floats;
        ArrayView<int> indices = outputs[1].Ints;
        CandidateViews[] views =
        [
            .. shapes.Select((_, i) => new CandidateViews(
                inputs[i].Floats,
                inputs[shapes.Length + i].Floats,
                inputs[^1].Floats,
                outputs[2].Floats,
                outputs[3].Floats,
                outputs[4].Ints,
                outputs[5].Ints)),
        ];
        if (!context.UsesSimd)
        {
            return LowerToPlain(context, views, shapes, values, indices, best);
        }

        SimdCandidates candidates = context.Kernels.Get<SimdCandidates>();
        SimdCandidateTopK topK = context.Kernels.Get<SimdCandidateTopK>();
        return new LoweredOp(nameof(SimdCandidates), stream =>
        {
            int firstRun = 0;
            for (int i = 0; i < shapes.Length; i++)
            {
                candidates.Launch(stream, views[i], shapes[i], firstRun);
                firstRun += shapes[i].Runs;
            }

            topK.Launch(stream, views[0].Scores, views[0].Kept, views[0].Runs, values, indices, best);
        });
    }

    /// <inheritdoc/>
    public override long FloatingPointOperations(ImmutableArray<TensorType> inputs, ImmutableArray<TensorType> outputs) =>
        new SoftmaxOp().FloatingPointOperations([], Logits.InferTypes(inputs[..Logits.Ranges.Length]));

    /// <summary>Lowers to the plain kernels. Offsets are copied to where their boxes will stand; conf has no place in the graph.</summary>
    private static LoweredOp LowerToPlain(
        LoweringContext context, CandidateViews[] views, CandidateShape[] shapes, ArrayView<float> values, ArrayView<int> indices, TopKShape best)
    {
        CopyRows copy = context.Kernels.Get<CopyRows>();
        Softmax softmax = context.Kernels.Get<Softmax>();
        ScoreFilter filter = context.Kernels.Get<ScoreFilter>();
        TopK topK = context.Kernels.Get<TopK>();
        BoxDecode decode = context.Kernels.Get<BoxDecode>();
        ScoreFilterShape sizes = shapes[0].Filter;
        context.Scratch.Reserve(sizes.InputLength);
        return new LoweredOp($"{nameof(Softmax)}, {nameof(ScoreFilter)}, {nameof(TopK)}, {nameof(BoxDecode)}", stream =>
        {
            ArrayView<float> conf = context.Scratch.View(sizes.InputLength);
            ArrayView<float> boxes = views[0].CornerBoxes;
            for (int i = 0; i < views.Length; i++)
            {
                copy.Launch(stream, views[i].Logits, conf, shapes[i].Logits);
                copy.Launch(stream, views[i].Offsets, boxes, shapes[i].Offsets);
            }

            softmax.Launch(stream, conf, conf, new SoftmaxShape(sizes.Batch * sizes.Priors, sizes.Classes));
            filter.Launch(stream, conf, views[0].Scores, sizes);
            topK.Launch(stream, views[0].Scores, values, indices, best);
            decode.Launch(stream, boxes, views[0].Priors, boxes, shapes[0].Decode);
        });
    }

    private CandidateShape[] ShapesOf(ImmutableArray<TensorShape> inputs, TensorShape conf)
    {
        ScoreFilterShape filter = new(conf[0], conf[1], conf[2], Filter.Threshold);
        BoxDecodeShape decode = new(conf[0], conf[1], Decode.CenterVariance, Decode.SizeVariance);
        int levels = Logits.Ranges.Length;
        return [.. Logits.Copies(inputs[..levels]).Zip(Offsets.Copies(inputs[levels..^1]), (logits, offsets) => new CandidateShape(filter, decode, logits, offsets))];
    }
}
