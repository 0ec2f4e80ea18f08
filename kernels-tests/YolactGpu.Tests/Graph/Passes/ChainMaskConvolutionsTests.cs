using NUnit.Framework;
using YolactGpu.Graph.Execution;
using YolactGpu.Graph.IR;
using YolactGpu.Graph.Ops;
using YolactGpu.Graph.Passes;
using YolactGpu.Kernels.Convolution;
using YolactGpu.Kernels.Elementwise;
using YolactGpu.Kernels.Masks;
using YolactGpu.Tests.Golden;
using YolactGpu.Tests.Support;
using NetworkGraph = YolactGpu.Graph.IR.Graph;

namespace YolactGpu.Tests.Graph.Passes;

public sealed class ChainMaskConvolutionsTests(string device) : GraphFixture(device)
{
    private const int Detections = 3;
    private const int Classes = 4;

    private GraphBuilder graph = null!;
    private Value masks = null!;
    private Value counts = null!;

    [SetUp]
    public void BeginGraph()
    {
        graph = new GraphBuilder();
        Value candidates = graph.Input("candidates", TensorType.Float32(2, 6));
        Value[] best = [.. graph.AddMany("best", new TopKOp(Detections), candidates)];
        Value[] found = [.. graph.AddMany(
            "gather",
            new GatherDetectionsOp(),
            best[0],
            best[1],
            graph.AddMany("ranked", new TopKOp(Detections), graph.Input("scores", TensorType.Float32(2, 2, 40)))[1],
            graph.Input("boxes", TensorType.Float32(2, 40, 4)),
            graph.Input("coefficients", TensorType.Float32(2, 40, 6)))];
        counts = found[4];
        masks = graph.Add(
            "masks", new MaskAssemblyOp(MaskCrop.Off, 1), graph.Input("prototypes", TensorType.Float32(2, 21, 19, 6)), found[5], found[0], found[2], counts);
        graph.Output("count", counts);
    }

    [Test]
    public void The_convolutions_over_the_masks_become_one()
    {
        Value y = Maximum(Convolve("second", Convolve("first", Images(), 3), Classes, hasBias: false, activation: Activation.None));
        NetworkGraph before = Build(y);

        NetworkGraph after = GraphPass.ChainMaskConvolutions.Apply(before);

        MaskConvolutionsOp op = new(ConvolutionChain.Of(
            new ChainedConvolution(new Convolution2DShape(1, 21, 19, 1, 3, 3, 3, 2, 0, 1), Activation.Relu),
            new ChainedConvolution(new Convolution2DShape(1, 10, 9, 3, Classes, 3, 3, 2, 0, 1), Activation.None)));
        Assert.That(after.Nodes.Select(node => node.Op), Is.EqualTo(before.Nodes[..^4].Select(node => node.Op).Append(op)));
        Assert.That(after.Nodes[^1].Inputs[..2], Is.EqualTo(new[] { masks, counts }));
        Assert.That(after.Nodes[^1].Outputs, Is.EqualTo(new[] { y }));
    }

    [Test]
    public void The_outputs_of_detections_are_the_same([Values] bool plain, [Values] bool hasBias)
    {
        NetworkGraph before = Build(Maximum(Convolve("second", Convolve("first", Images(), 3, hasBias), Classes)));
        Dictionary<string, float[]> inputs = before.Inputs.Select((input, i) => (input, i)).ToDictionary(
            pair => pair.input.Name, pair => RandomData.Floats((int)pair.input.Shape.Length, seed: pair.i, -1, 1));
        LoweringContext context = Lowering with { Options = new CompileOptions { PlainKernelsOnly = plain } };

        Dictionary<string, float[]> expected = OneOpRunner.Run(context, before, inputs);
        Dictionary<string, float[]> outputs = OneOpRunner.Run(context, GraphPass.ChainMaskConvolutions.Apply(before), inputs);

        Assert.That(outputs["count"], Is.EqualTo(expected["count"]).And.Some.InRange(1, Detections - 1));
        for (int n = 0; n < 2; n++)
        {
            Range present = (n * Detections * Classes)..(((n * Detections) + (int)expected["count"][n]) * Classes);
            Assert.That(outputs["y"][present], Is.EqualTo(expected["y"][present]));
        }
    }

    [Test]
    public void What_somebody_else_reads_stays()
    {
        Value first = Convolve("first", Images(), 3);
        graph.Output("first", first);

        AssertStays(Maximum(Convolve("second", first, Classes)));
    }

    [Test]
    public void Masks_that_somebody_else_reads_stay()
    {
        graph.Output("masks", masks);

        AssertStays(Maximum(Convolve("first", Images(), Classes)));
    }

    [Test]
    public void Another_op_between_the_convolutions_stays() =>
        AssertStays(Maximum(Convolve("second", graph.Add("pool", new MaxPool2DOp(2, 2, 0), Convolve("first", Images(), 3)), Classes)));

    [Test]
    public void More_convolutions_than_a_chain_holds_stay()
    {
        Value x = Images();
        for (int i = 0; i <= ConvolutionChain.Capacity; i++)
        {
            x = Convolve($"layer {i}", x, Classes, stride: 1);
        }

        AssertStays(Maximum(x));
    }

    [Test]
    public void It_is_applied_where_the_vectors_of_the_processor_are_used() =>
        Assert.That(GraphPass.For(Lowering).Contains(GraphPass.ChainMaskConvolutions), Is.EqualTo(Lowering.UsesSimd));

    private Value Images() => graph.Add("images", new ReshapeOp(new TensorShape(2 * Detections, 21, 19, 1)), masks);

    private Value Convolve(
        string name, Value x, int outputs, bool hasBias = true, int stride = 2, Activation activation = Activation.Relu)
    {
        Value weights = RandomNetwork.Weight($"{name}.weight", name.Length, 9, outputs, x.Shape[3], 3, 3);
        ReadOnlySpan<Value> bias = hasBias ? [RandomNetwork.Weight($"{name}.bias", name.Length + 1, 4, outputs)] : [];
        return graph.Add(name, new Convolution2DOp(stride, 0, 1, activation, hasBias, HasResidual: false), [x, weights, .. bias]);
    }

    private Value Maximum(Value x) => graph.Add("y", new GlobalMaxPool2DOp(), x);

    private NetworkGraph Build(Value y)
    {
        graph.Output("y", y);
        return graph.Build();
    }

    private void AssertStays(Value y)
    {
        NetworkGraph before = Build(y);

        Assert.That(Layers.Describe(GraphPass.ChainMaskConvolutions.Apply(before)), Is.EqualTo(Layers.Describe(before)));
    }
}
