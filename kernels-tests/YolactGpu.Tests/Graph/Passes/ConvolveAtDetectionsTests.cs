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

public sealed class ConvolveAtDetectionsTests(string device) : GraphFixture(device)
{
    private const int Anchors = 3;
    private const int Coefficients = 5;

    private static readonly Convolution2DOp Op = new(1, 1, 1, Activation.None, HasBias: true, HasResidual: false);

    private GraphBuilder graph = null!;
    private Value p3 = null!;
    private Value p4 = null!;
    private Value weights = null!;
    private Value bias = null!;

    [SetUp]
    public void BeginGraph()
    {
        graph = new GraphBuilder();
        p3 = graph.Input("p3", TensorType.Float32(2, 3, 5, 4));
        p4 = graph.Input("p4", TensorType.Float32(2, 2, 2, 4));
        weights = RandomNetwork.Weight("weight", 1, 36, Anchors * Coefficients, 4, 3, 3);
        bias = RandomNetwork.Weight("bias", 2, 4, Anchors * Coefficients);
    }

    [Test]
    public void Only_the_coefficients_of_detections_are_computed()
    {
        NetworkGraph before = Build(Activate(Join(Rows("mask3", p3), Rows("mask4", p4))));

        NetworkGraph after = Apply(before);

        Assert.That(after.Nodes.Select(node => node.Op), Is.EqualTo(new Op[]
        {
            new TopKOp(4),
            new TopKOp(6),
            new GatherDetectionsOp(HasCoefficients: false),
            new ConvolutionAtPriorsOp(Anchors, 1, 1, 1, Activation.Tanh, HasBias: true),
        }));
        Assert.That(after.Nodes[^1].Inputs[1..], Is.EqualTo(new[] { weights, bias, p3, p4 }));
        Assert.That(after.Outputs, Is.EqualTo(before.Outputs));
    }

    [Test]
    public void The_outputs_are_the_same([Values] bool isActivated, [Values] bool plain)
    {
        Value joined = Join(Rows("mask3", p3), Rows("mask4", p4));
        NetworkGraph before = Build(isActivated ? Activate(joined) : joined);
        Dictionary<string, float[]> inputs = before.Inputs.Select((input, i) => (input, i)).ToDictionary(
            pair => pair.input.Name, pair => RandomData.Floats((int)pair.input.Shape.Length, seed: pair.i, -1, 1));
        LoweringContext context = Lowering with { Options = new CompileOptions { PlainKernelsOnly = plain } };

        Dictionary<string, float[]> expected = OneOpRunner.Run(context, before, inputs);
        Dictionary<string, float[]> outputs = OneOpRunner.Run(context, Apply(before), inputs);

        Assert.That(outputs["prior"], Is.EqualTo(expected["prior"]).And.Some.GreaterThanOrEqualTo(3 * 5 * Anchors).And.Some.EqualTo(-1));
        Assert.That(outputs["coefficients"], Is.EqualTo(expected["coefficients"]).Within(1e-5));
    }

    [Test]
    public void Coefficients_that_somebody_else_reads_stay()
    {
        Value coefficients = Activate(Join(Rows("mask3", p3), Rows("mask4", p4)));
        graph.Output("mask", coefficients);

        AssertStays(coefficients);
    }

    [Test]
    public void A_convolution_that_somebody_else_reads_stays()
    {
        Value rows = Rows("mask3", p3);
        graph.Output("rows", rows);

        AssertStays(Activate(Join(rows, Rows("mask4", p4))));
    }

    [Test]
    public void Levels_with_weights_of_their_own_stay()
    {
        Value own = RandomNetwork.Weight("other weight", 3, 36, Anchors * Coefficients, 4, 3, 3);

        AssertStays(Activate(Join(Rows("mask3", p3), Rows("mask4", p4, own))));
    }

    [Test]
    public void Coefficients_that_no_convolution_gives_stay()
    {
        Value rows = graph.Add("softmax", new SoftmaxOp(), Rows("mask3", p3));

        AssertStays(Join(rows, Rows("mask4", p4)));
    }

    [Test]
    public void It_is_applied_where_the_vectors_of_the_processor_are_used() =>
        Assert.That(GraphPass.For(Lowering).Contains(GraphPass.ConvolveAtDetections), Is.EqualTo(Lowering.UsesSimd));

    private static NetworkGraph Apply(NetworkGraph graph) => GraphPass.ApplyAll(
        graph, GraphPass.ConvolveAtDetections, Layers.Pass("EliminateDeadNodes"));

    private Value Rows(string name, Value x, Value? own = null)
    {
        Value y = graph.Add($"{name}.conv", Op, x, own ?? weights, bias);
        return graph.Add(name, new ReshapeOp(new TensorShape(2, y.Shape[1] * y.Shape[2] * Anchors, Coefficients)), y);
    }

    private Value Join(params ReadOnlySpan<Value> levels) => graph.Add("joined", new ConcatOp(), levels);

    private Value Activate(Value joined) => graph.Add("coefficients", new ActivationOp(Activation.Tanh), joined);

    /// <summary>Collects six detections of two classes with four candidates each, of which some scores are below zero.</summary>
    private NetworkGraph Build(Value coefficients)
    {
        int priors = coefficients.Shape[1];
        Value scores = graph.Input("scores", TensorType.Float32(2, 2, priors));
        Value survivors = graph.Input("survivors", TensorType.Float32(2, 8));
        Value boxes = graph.Input("boxes", TensorType.Float32(2, priors, 4));
        Value candidates = graph.AddMany("candidates", new TopKOp(4), scores)[1];
        ImmutableArray<Value> best = graph.AddMany("best", new TopKOp(6), survivors);
        ImmutableArray<Value> found = graph.AddMany(
            "gather", new GatherDetectionsOp(), best[0], best[1], candidates, boxes, coefficients);
        graph.Output("prior", found[3]);
        graph.Output("coefficients", found[5]);
        return graph.Build();
    }

    private void AssertStays(Value coefficients)
    {
        NetworkGraph before = Build(coefficients);

        Assert.That(Layers.Describe(GraphPass.ConvolveAtDetections.Apply(before)), Is.EqualTo(Layers.Describe(before)));
    }
}
