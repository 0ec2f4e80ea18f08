using NUnit.Framework;
using YolactGpu.Graph.IR;
using YolactGpu.Graph.Ops;
using YolactGpu.Kernels.Elementwise;

namespace YolactGpu.Tests.Graph.IR;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class GraphBuilderTests
{
    private static readonly ActivationOp Relu = new(Activation.Relu);

    private readonly GraphBuilder graph = new();

    public static IEnumerable<TestCaseData> Misfits()
    {
        yield return new TestCaseData(new AddOp(), new[] { Float(2, 3), Float(3, 2) }, "the addends [2, 3] and [3, 2] must have one shape");
        yield return new TestCaseData(new AddOp(), new[] { Float(2) }, "Add takes 2 inputs; it got 1");
        yield return new TestCaseData(Relu, new[] { Float(2), Float(2) }, "Activation takes 1 inputs; it got 2");
        yield return new TestCaseData(
            Convolution(), new[] { Float(1, 4, 4, 3), Float(8, 5, 1, 1) }, "x [1, 4, 4, 3] must be [N, H, W, C] and the weights [8, 5, 1, 1]");
        yield return new TestCaseData(
            Convolution(hasBias: true), new[] { Float(1, 4, 4, 3), Float(8, 3, 1, 1), Float(7) }, "the bias [7] must be [8]");
        yield return new TestCaseData(
            Convolution(hasBias: true, hasResidual: true),
            new[] { Float(1, 4, 4, 3), Float(8, 3, 1, 1), Float(7), Float(1, 4, 4, 8) },
            "the bias [7] must be [8]");
        yield return new TestCaseData(
            Convolution(hasResidual: true),
            new[] { Float(1, 4, 4, 3), Float(8, 3, 1, 1), Float(1, 4, 5, 8) },
            "the residual [1, 4, 5, 8] must be [1, 4, 4, 8]");
        yield return new TestCaseData(Convolution(), new[] { Float(1, 2, 2, 3), Float(8, 3, 3, 3) }, "");
        yield return new TestCaseData(
            new BatchNormOp(0), new[] { Float(1, 4, 4, 3), Float(3), Float(3), Float(3), Float(4) }, "must each be [3]");
        yield return new TestCaseData(new MaxPool2DOp(3, 1, 0), new[] { Float(1, 2, 2, 1) }, "a window of 3 leaves nothing of x [1, 2, 2, 1]");
        yield return new TestCaseData(new ResizeBilinearOp(2, 2), new[] { Float(4, 4) }, "x [4, 4] must be [N, H, W, C]");
        yield return new TestCaseData(new ReshapeOp(new TensorShape(5)), new[] { Float(2, 3) }, "[2, 3] has 6 elements, [5] 5");
        yield return new TestCaseData(new ConcatOp(), new[] { Float(1, 2, 3), Float(1, 2, 4) }, "agree in N and K: [1, 2, 3], [1, 2, 4]");
        yield return new TestCaseData(new TopKOp(3), new[] { Float(4) }, "x [4] must be [N, L] or [N, C, L]");
        yield return new TestCaseData(new ScoreFilterOp(0), new[] { Float(1, 4, 1) }, "conf [1, 4, 1] must be [N, P, K] with K of at least 2");
        yield return new TestCaseData(new BoxDecodeOp(1, 1), new[] { Float(1, 5, 4), Float(6, 4) }, "the priors [6, 4] [P, 4] with the same P");
    }

    [TestCaseSource(nameof(Misfits))]
    public void Refuses_inputs_that_do_not_fit_and_names_the_node_and_their_shapes(Op op, TensorType[] types, string message)
    {
        Value[] inputs = [.. types.Select((type, i) => graph.Input($"in{i}", type))];

        Assert.That(
            () => graph.AddMany("layer1.conv", op, inputs),
            Throws.TypeOf<GraphException>()
                .With.Message.StartsWith("layer1.conv: ")
                .And.Message.Contains(message)
                .And.Message.EndsWith($"Inputs: {string.Join(", ", types.Select((type, i) => $"in{i} {type}"))}."));
    }

    [Test]
    public void Infers_shapes_on_the_way()
    {
        Value x = graph.Input("x", Float(2, 9, 8, 3));
        Value weights = GraphBuilder.Constant("w", new TensorShape(5, 3, 3, 3), new float[135]);

        Value y = graph.Add("conv", new Convolution2DOp(2, 1, 1, Activation.None, false, false), x, weights);

        Assert.That(y.ToString(), Is.EqualTo("conv [2, 5, 4, 5]"));
        Assert.That(graph.Add("pool", new MaxPool2DOp(3, 2, 1), y).Shape, Is.EqualTo(new TensorShape(2, 3, 2, 5)));
    }

    [Test]
    public void Several_outputs_are_numbered_and_need_AddMany()
    {
        Value x = graph.Input("x", Float(1, 9));

        Assert.That(graph.AddMany("best", new TopKOp(4), x).Select(value => value.ToString()), Is.EqualTo(new[] { "best:0 [1, 4]", "best:1 int [1, 4]" }));
        Assert.That(
            () => graph.Add("again", new TopKOp(4), x),
            Throws.TypeOf<GraphException>().With.Message.EqualTo("again: TopK has 2 outputs; use AddMany."));
    }

    [Test]
    public void Refuses_two_nodes_of_one_name()
    {
        Value x = graph.Input("x", Float(3));
        graph.Add("same", Relu, x);
        graph.Add("same", Relu, x);

        Assert.That(graph.Build, Throws.TypeOf<GraphException>().With.Message.EqualTo("Two nodes are named same."));
    }

    [Test]
    public void Refuses_two_outputs_of_one_name()
    {
        Value x = graph.Input("x", Float(3));
        graph.Output("same", x);
        graph.Output("same", x);

        Assert.That(graph.Build, Throws.TypeOf<GraphException>().With.Message.EqualTo("Two outputs are named same."));
    }

    [Test]
    public void Refuses_values_of_another_graph()
    {
        Value stranger = new GraphBuilder().Input("stranger", Float(3));
        graph.Add("relu", Relu, stranger);

        Assert.That(
            graph.Build, Throws.TypeOf<GraphException>().With.Message.EqualTo("relu reads stranger before any node writes it."));
    }

    [Test]
    public void Refuses_an_output_that_no_node_writes()
    {
        graph.Output("y", new GraphBuilder().Input("stranger", Float(3)));

        Assert.That(graph.Build, Throws.TypeOf<GraphException>().With.Message.EqualTo("Output y is never written."));
    }

    [Test]
    public void Refuses_a_view_of_a_constant()
    {
        graph.Add("flat", new ReshapeOp(new TensorShape(4)), GraphBuilder.Constant("w", new TensorShape(2, 2), new float[4]));

        Assert.That(
            graph.Build, Throws.TypeOf<GraphException>().With.Message.StartsWith("flat is a view of the constant w [2, 2];"));
    }

    [Test]
    public void Refuses_a_constant_of_the_wrong_length()
    {
        const string Message = "Constant w holds 5 elements; its shape [2, 3] needs 6.";

        Assert.That(
            () => GraphBuilder.Constant("w", new TensorShape(2, 3), new float[5]),
            Throws.TypeOf<GraphException>().With.Message.EqualTo(Message));
        Assert.That(
            () => GraphBuilder.Constant("w", new TensorShape(2, 3), () => new float[5]).ReadConstant(),
            Throws.TypeOf<GraphException>().With.Message.EqualTo(Message));
    }

    [Test]
    public void A_graph_lists_its_outputs_where_one_is_missing()
    {
        Value x = graph.Input("x", Float(3));
        graph.Output("loc", x);
        graph.Output("conf", graph.Add("relu", Relu, x));

        Assert.That(
            () => graph.Build().Output("mask"),
            Throws.TypeOf<GraphException>().With.Message.EqualTo("The graph has no output mask; it has loc, conf."));
    }

    private static TensorType Float(params ReadOnlySpan<int> sizes) => TensorType.Float32(sizes);

    private static Convolution2DOp Convolution(bool hasBias = false, bool hasResidual = false) =>
        new(1, 0, 1, Activation.None, hasBias, hasResidual);
}
