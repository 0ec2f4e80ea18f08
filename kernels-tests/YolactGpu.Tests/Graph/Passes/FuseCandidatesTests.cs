using System.Collections.Immutable;
using NUnit.Framework;
using YolactGpu.Graph.Execution;
using YolactGpu.Graph.IR;
using YolactGpu.Graph.Ops;
using YolactGpu.Graph.Passes;
using YolactGpu.Kernels.Elementwise;
using YolactGpu.Tests.Golden;
using YolactGpu.Tests.Support;
using NetworkGraph = YolactGpu.Graph.IR.Graph;

namespace YolactGpu.Tests.Graph.Passes;

public sealed class FuseCandidatesTests(string device) : GraphFixture(device)
{
    private const int Anchors = 3;
    private const int Classes = 11;

    private readonly ConcatSlicesOp confSlices = Slices(Classes, first: Anchors * 4);
    private readonly ConcatSlicesOp locSlices = Slices(4, first: 0);

    private GraphBuilder graph = null!;
    private Value[] levels = null!;

    [SetUp]
    public void BeginGraph()
    {
        graph = new GraphBuilder();
        levels = [.. new[] { 5, 3 }.Select(side => graph.Input($"p{side}", TensorType.Float32(2, side, side + 1, (Anchors * (4 + Classes)) + 3)))];
    }

    [Test]
    public void Joining_softmax_filter_ranking_and_decoding_become_one_op()
    {
        NetworkGraph before = Build(Conf(), Loc());

        NetworkGraph after = GraphPass.FuseCandidates.Apply(before);

        CandidatesOp op = new(confSlices, locSlices, new ScoreFilterOp(0.12f), new TopKOp(7), new BoxDecodeOp(0.1f, 0.2f));
        Assert.That(
            after.Nodes.Select(node => node.Op), Is.EqualTo(new Op[] { op, new FastNmsOp(0.5f), new TopKOp(6), new GatherDetectionsOp(HasCoefficients: false) }));
        Assert.That(after.Nodes[0].Inputs, Is.EqualTo(new[] { levels[0], levels[1], levels[0], levels[1], before.Inputs[^1] }));
        Assert.That(after.Outputs, Is.EqualTo(before.Outputs));
    }

    [Test]
    public void The_outputs_are_the_same([Values] bool isMerged, [Values] bool plain)
    {
        NetworkGraph before = isMerged ? Build(Conf(), Loc()) : Build(Whole("conf", Classes), Whole("loc", 4));
        NetworkGraph after = GraphPass.FuseCandidates.Apply(before);
        Dictionary<string, float[]> inputs = before.Inputs.Select((input, i) => (input, i)).ToDictionary(
            pair => pair.input.Name, pair => RandomData.Floats((int)pair.input.Shape.Length, seed: pair.i, 0, 1.5f));
        LoweringContext context = Lowering with { Options = new CompileOptions { PlainKernelsOnly = plain } };

        Dictionary<string, float[]> expected = OneOpRunner.Run(context, before, inputs);
        Dictionary<string, float[]> outputs = OneOpRunner.Run(context, after, inputs);

        Assert.That(after.Nodes, Has.Length.LessThan(before.Nodes.Length));
        Assert.That(expected["scores"], Has.Some.GreaterThan(0.12f));
        Assert.That(outputs, Is.EqualTo(expected));
    }

    [TestCase("conf")]
    [TestCase("loc")]
    [TestCase("softmax")]
    [TestCase("filter")]
    [TestCase("boxes")]
    public void What_somebody_else_reads_is_made(string read)
    {
        NetworkGraph before = Build(Conf(), Loc(), read);

        AssertStays(before);
    }

    [Test]
    public void Boxes_that_are_gathered_by_other_priors_are_all_decoded()
    {
        Value other = graph.Input("other", TensorType.Float32(2, Classes - 1, 120));
        ImmutableArray<Value> ranked = graph.AddMany("other ranked", new TopKOp(7), other);

        AssertStays(Build(Conf(), Loc(), priors: ranked[1]));
    }

    [Test]
    public void Scores_that_are_not_those_of_softmax_stay()
    {
        Value sigmoid = graph.Add("sigmoid", new ActivationOp(Activation.Sigmoid), Conf());

        AssertStays(Build(sigmoid, Loc()));
    }

    [Test]
    public void Rows_that_begin_in_one_pixel_and_end_in_the_next_stay()
    {
        levels = [.. levels.Select(_ => levels[0])];
        ConcatSlicesOp across = new(4, [new ColumnRange(0, 6), new ColumnRange(0, 6)]);
        ConcatSlicesOp logits = new(Classes, [new ColumnRange(0, Classes), new ColumnRange(0, 2 * Classes)]);

        AssertStays(Build(graph.Add("conf", logits, levels), graph.Add("loc", across, levels)));
    }

    [Test]
    public void It_is_applied_where_the_vectors_of_the_processor_are_used() =>
        Assert.That(GraphPass.For(Lowering).Contains(GraphPass.FuseCandidates), Is.EqualTo(Lowering.UsesSimd));

    private static ConcatSlicesOp Slices(int columns, int first) =>
        new(columns, [new ColumnRange(first, Anchors * columns), new ColumnRange(first, Anchors * columns)]);

    private static void AssertStays(NetworkGraph before) =>
        Assert.That(Layers.Describe(GraphPass.FuseCandidates.Apply(before)), Is.EqualTo(Layers.Describe(before)));

    private Value Conf() => graph.Add("conf", confSlices, levels);

    private Value Loc() => graph.Add("loc", locSlices, levels);

    private Value Whole(string name, int columns) => graph.Add(
        name, new ConcatOp(), graph.Input($"{name}0", TensorType.Float32(2, 301, columns)), graph.Input($"{name}1", TensorType.Float32(2, 5, columns)));

    private NetworkGraph Build(Value conf, Value loc, string? read = null, Value? priors = null)
    {
        Value anchors = graph.Input("priors", TensorType.Float32(loc.Shape[1], 4));
        Value softmax = conf.Name == "sigmoid" ? conf : graph.Add("softmax", new SoftmaxOp(), conf);
        Value boxes = graph.Add("decode", new BoxDecodeOp(0.1f, 0.2f), loc, anchors);
        Value filter = graph.Add("filter", new ScoreFilterOp(0.12f), softmax);
        ImmutableArray<Value> ranked = graph.AddMany("ranked", new TopKOp(7), filter);
        Value survivors = graph.Add("nms", new FastNmsOp(0.5f), ranked[0], ranked[1], boxes);
        ImmutableArray<Value> best = graph.AddMany("best", new TopKOp(6), survivors);
        ImmutableArray<Value> found = graph.AddMany(
            "gather", new GatherDetectionsOp(HasCoefficients: false), best[0], best[1], priors ?? ranked[1], boxes);
        graph.Output("scores", ranked[0]);
        graph.Output("ranks", ranked[1]);
        graph.Output("box", found[0]);
        graph.Output("prior", found[3]);
        if (read is not null)
        {
            graph.Output("read", read switch { "conf" => conf, "loc" => loc, "softmax" => softmax, "filter" => filter, _ => boxes });
        }

        return graph.Build();
    }
}
