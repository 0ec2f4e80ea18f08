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

public sealed class FuseProjectionTests(string device) : GraphFixture(device)
{
    private GraphBuilder graph = null!;

    [SetUp]
    public void BeginGraph() => graph = new GraphBuilder();

    [Test]
    public void The_projection_and_the_convolution_that_adds_it_become_one([Values(1, 2)] int stride)
    {
        (Value x, Value h) = Inputs(stride);
        Value y = Main(h, Projection(x, stride));

        Node node = Fuse(Build(y)).Nodes.Single();

        Assert.That(node.Op, Is.EqualTo(new PairConvolution2DOp(stride, Activation.Relu, HasBias: true)));
        Assert.That(node.Inputs[..2], Is.EqualTo(new[] { h, x }));
        Assert.That(node.Inputs[2].Shape, Is.EqualTo(new TensorShape(3, 21, 1, 1)));
        Assert.That(node.Outputs[0], Is.SameAs(y));
    }

    [Test]
    public void The_outputs_are_the_same(
        [Values(1, 2)] int stride, [Values] bool plain, [Values] bool mainBias, [Values] bool projectionBias)
    {
        (Value x, Value h) = Inputs(stride);
        NetworkGraph before = Build(Main(h, Projection(x, stride, projectionBias), bias: mainBias));
        Dictionary<string, float[]> input = new()
        {
            ["x"] = RandomData.Floats((int)x.Shape.Length, seed: 1),
            ["h"] = RandomData.Floats((int)h.Shape.Length, seed: 2),
        };
        LoweringContext context = Lowering with { Options = new CompileOptions { PlainKernelsOnly = plain } };

        float[] expected = OneOpRunner.Run(context, before, input)["y"];

        Assert.That(OneOpRunner.Run(context, Fuse(before), input)["y"], Is.EqualTo(expected).Within(1e-5));
    }

    [Test]
    public void The_convolution_that_adds_may_be_the_one_with_the_stride()
    {
        (Value x, Value h) = Inputs(2);
        Value inner = Product("inner", h, 3, new Convolution2DOp(1, 0, 1, Activation.None, HasBias: true, HasResidual: false));
        NetworkGraph before = Build(Product("projection", x, 3, new Convolution2DOp(2, 0, 1, Activation.Relu, true, HasResidual: true), inner));
        Dictionary<string, float[]> input = new()
        {
            ["x"] = RandomData.Floats((int)x.Shape.Length, seed: 1),
            ["h"] = RandomData.Floats((int)h.Shape.Length, seed: 2),
        };

        NetworkGraph fused = Fuse(before);

        Assert.That(fused.Nodes.Single().Inputs[..2], Is.EqualTo(new[] { h, x }));
        Assert.That(OneOpRunner.Run(Lowering, fused, input)["y"], Is.EqualTo(OneOpRunner.Run(Lowering, before, input)["y"]).Within(1e-5));
    }

    [Test]
    public void Two_strides_stay()
    {
        Value x = graph.Input("x", TensorType.Float32(2, 7, 9, 16));
        Value h = graph.Input("h", TensorType.Float32(2, 7, 9, 16));
        Convolution2DOp main = new(2, 0, 1, Activation.Relu, HasBias: true, HasResidual: true);

        AssertStays(Product("main", h, 3, main, Projection(x, 2)));
    }

    [Test]
    public void A_projection_that_somebody_else_reads_stays()
    {
        (Value x, Value h) = Inputs(1);
        Value projection = Projection(x, 1);
        graph.Output("projection", projection);

        AssertStays(Main(h, projection));
    }

    [Test]
    public void A_projection_that_is_activated_stays()
    {
        (Value x, Value h) = Inputs(1);

        AssertStays(Main(h, Projection(x, 1, activation: Activation.Relu)));
    }

    [Test]
    public void A_residual_that_no_convolution_gives_stays()
    {
        (Value x, Value h) = Inputs(1);
        Value pooled = graph.Add("pool", new MaxPool2DOp(1, 1, 0), graph.Add("grow", new ConcatColumnsOp(), x, x, x));

        AssertStays(Main(h, pooled, outputs: 15));
    }

    [Test]
    public void A_filter_of_more_than_a_pixel_stays()
    {
        (Value x, Value h) = Inputs(1);
        Value weights = RandomNetwork.Weight("wide", 5, 45, 3, 5, 3, 3);
        Value wide = graph.Add("wide", new Convolution2DOp(1, 1, 1, Activation.None, HasBias: false, HasResidual: false), x, weights);

        AssertStays(Main(h, wide));
    }

    [Test]
    public void Channels_that_the_kernel_does_not_take_stay()
    {
        Value x = graph.Input("x", TensorType.Float32(2, 4, 5, 5));
        Value h = graph.Input("h", TensorType.Float32(2, 4, 5, 15));

        AssertStays(Main(h, Projection(x, 1)));
    }

    [Test]
    public void It_is_applied_where_the_vectors_of_the_processor_are_used()
    {
        LoweringContext plain = Lowering with { Options = new CompileOptions { PlainKernelsOnly = true } };

        Assert.That(GraphPass.For(Lowering).Contains(GraphPass.FuseProjection), Is.EqualTo(Lowering.UsesSimd));
        Assert.That(GraphPass.For(plain), Is.EqualTo(GraphPass.Inference));
    }

    private static NetworkGraph Fuse(NetworkGraph graph) => GraphPass.FuseProjection.Apply(graph);

    private (Value X, Value H) Inputs(int stride) => (
        graph.Input("x", TensorType.Float32(2, (3 * stride) + 1, (4 * stride) + 1, 5)), graph.Input("h", TensorType.Float32(2, 4, 5, 16)));

    private Value Projection(Value x, int stride, bool bias = true, Activation activation = Activation.None) =>
        Product("projection", x, 3, new Convolution2DOp(stride, 0, 1, activation, bias, HasResidual: false));

    private Value Main(Value h, Value residual, int outputs = 3, bool bias = true) =>
        Product("main", h, outputs, new Convolution2DOp(1, 0, 1, Activation.Relu, bias, HasResidual: true), residual);

    private Value Product(string name, Value x, int outputs, Convolution2DOp op, params ReadOnlySpan<Value> residual)
    {
        Value weights = RandomNetwork.Weight($"{name}.weight", name.Length, 16, outputs, x.Shape[3], 1, 1);
        ReadOnlySpan<Value> bias = op.HasBias ? [RandomNetwork.Weight($"{name}.bias", name.Length + 1, 4, outputs)] : [];
        ReadOnlySpan<Value> inputs = [x, weights, .. bias, .. residual];
        return graph.Add(name, op, inputs);
    }

    private NetworkGraph Build(Value y)
    {
        graph.Output("y", y);
        return graph.Build();
    }

    private void AssertStays(Value y)
    {
        NetworkGraph before = Build(y);

        Assert.That(Layers.Describe(Fuse(before)), Is.EqualTo(Layers.Describe(before)));
    }
}
