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

public sealed class FuseUpsamplingTests(string device) : GraphFixture(device)
{
    private static readonly Convolution2DOp Filter = new(1, 1, 1, Activation.Relu, HasBias: true, HasResidual: false);
    private static readonly Convolution2DOp Product = new(1, 0, 1, Activation.Tanh, HasBias: true, HasResidual: false);

    private GraphBuilder graph = null!;

    [SetUp]
    public void BeginGraph() => graph = new GraphBuilder();

    [Test]
    public void The_resize_and_both_convolutions_become_one()
    {
        Value x = Input();
        Value y = Convolve("product", Convolve("filter", Enlarge(x), 64, 3, Filter), 5, 1, Product);

        Node node = Fuse(Build(y)).Nodes.Single();

        Assert.That(node.Name, Is.EqualTo("product"));
        Assert.That(node.Op, Is.EqualTo(new UpsampledConvolutionsOp(Filter, Product)));
        Assert.That(
            node.Inputs.Select(input => input.Name),
            Is.EqualTo(new[] { "x", "filter.weight", "filter.bias", "product.weight", "product.bias" }));
        Assert.That(node.Outputs[0], Is.SameAs(y));
    }

    [Test]
    public void The_outputs_are_the_same(
        [Values(1, 2)] int batch, [Values] bool filterBias, [Values] bool productBias, [Values] bool plain, [Values] bool winograd)
    {
        Value x = Input(batch);
        Value filtered = Convolve("filter", Enlarge(x), 64, 3, Filter with { HasBias = filterBias });
        NetworkGraph before = Build(Convolve("product", filtered, 5, 1, Product with { HasBias = productBias }));
        LoweringContext context = Lowering with { Options = new CompileOptions { PlainKernelsOnly = plain, AllowWinograd = winograd } };

        NetworkGraph fused = Fuse(before);

        Assert.That(fused.Nodes.Single().Op, Is.InstanceOf<UpsampledConvolutionsOp>());
        AssertSame(context, before, fused);
    }

    [Test]
    public void A_prototype_net_gives_the_same_with_it_and_without()
    {
        // As in YOLACT: the relu behind the resize does nothing, and that of the prototypes comes last.
        Value x = graph.Add("proto.1", new ActivationOp(Activation.Relu), Convolve("proto.0", Input(), 64, 3, Filter with { Activation = Activation.None }));
        x = graph.Add("proto.3", new ActivationOp(Activation.Relu), Enlarge(x));
        x = graph.Add("proto.5", new ActivationOp(Activation.Relu), Convolve("proto.4", x, 64, 3, Filter with { Activation = Activation.None }));
        x = graph.Add("relu", new ActivationOp(Activation.Relu), Convolve("proto.6", x, 32, 1, Product with { Activation = Activation.None }));
        NetworkGraph before = Build(x);
        GraphPass[] passes = [.. GraphPass.For(Lowering)];

        NetworkGraph fused = GraphPass.ApplyAll(before, passes);
        NetworkGraph without = GraphPass.ApplyAll(before, [.. passes.Where(pass => pass != GraphPass.FuseUpsampling)]);

        Assert.That(fused.Nodes.Count(node => node.Op is UpsampledConvolutionsOp), Is.EqualTo(Lowering.UsesSimd ? 1 : 0));
        Assert.That(without.Nodes.Length, Is.EqualTo(fused.Nodes.Length + (Lowering.UsesSimd ? 2 : 0)));
        AssertSame(Lowering, without, fused);
        AssertSame(Lowering, before, fused);
    }

    [Test]
    public void An_image_gets_the_same_bits_in_any_batch()
    {
        float[] image = RandomData.Floats(27 * 21 * 64, seed: 1);
        float[] single = Run(1, image);

        float[] other = RandomData.Floats(27 * 21 * 64, seed: 2);

        Assert.That(Run(2, [.. other, .. image]), Is.EqualTo(Run(1, other).Concat(single)));

        float[] Run(int batch, float[] x)
        {
            BeginGraph();
            NetworkGraph fused = Fuse(Build(Convolve("product", Convolve("filter", Enlarge(Input(batch)), 64, 3, Filter), 5, 1, Product)));
            Assert.That(fused.Nodes.Single().Op, Is.InstanceOf<UpsampledConvolutionsOp>());
            return OneOpRunner.Run(Lowering, fused, new Dictionary<string, float[]> { ["x"] = x })["y 0"];
        }
    }

    [Test]
    public void What_somebody_else_reads_stays([Values] bool isResize)
    {
        Value enlarged = Enlarge(Input());
        Value filtered = Convolve("filter", enlarged, 64, 3, Filter);

        AssertStays(Convolve("product", filtered, 5, 1, Product), isResize ? enlarged : filtered);
    }

    [TestCase(54, 41, Description = "another width")]
    [TestCase(53, 42, Description = "another height")]
    [TestCase(81, 63, Description = "three times")]
    public void Another_size_stays(int height, int width) => AssertStays(
        Convolve("product", Convolve("filter", graph.Add("resize", new ResizeBilinearOp(height, width), Input()), 64, 3, Filter), 5, 1, Product));

    [Test]
    public void Another_resize_stays() => AssertStays(
        Convolve("product", Convolve("filter", graph.Add("resize", new ResizeNearestOp(54, 42), Input()), 64, 3, Filter), 5, 1, Product));

    public static IEnumerable<TestCaseData> OtherFilters =>
    [
        new TestCaseData(5, Filter with { Padding = 2 }).SetArgDisplayNames("5x5"),
        new TestCaseData(3, Filter with { Stride = 2 }).SetArgDisplayNames("stride 2"),
        new TestCaseData(3, Filter with { Padding = 0 }).SetArgDisplayNames("no padding"),
        new TestCaseData(3, Filter with { Padding = 2, Dilation = 2 }).SetArgDisplayNames("dilation 2"),
        new TestCaseData(3, Filter with { HasResidual = true }).SetArgDisplayNames("residual"),
    ];

    [TestCaseSource(nameof(OtherFilters))]
    public void Another_filter_stays(int size, Convolution2DOp op)
    {
        Value enlarged = Enlarge(Input());
        Value[] residual = op.HasResidual ? [graph.Input("residual", TensorType.Float32(1, 54, 42, 64))] : [];

        AssertStays(Convolve("product", Convolve("filter", enlarged, 64, size, op, residual), 5, 1, Product));
    }

    public static IEnumerable<TestCaseData> OtherProducts =>
    [
        new TestCaseData(3, Product with { Padding = 1 }).SetArgDisplayNames("3x3"),
        new TestCaseData(1, Product with { Stride = 2 }).SetArgDisplayNames("stride 2"),
        new TestCaseData(1, Product with { Padding = 1 }).SetArgDisplayNames("padding"),
        new TestCaseData(1, Product with { HasResidual = true }).SetArgDisplayNames("residual"),
    ];

    [TestCaseSource(nameof(OtherProducts))]
    public void Another_product_stays(int size, Convolution2DOp op)
    {
        Value filtered = Convolve("filter", Enlarge(Input()), 64, 3, Filter);
        Value[] residual = op.HasResidual ? [graph.Input("residual", TensorType.Float32(1, 54, 42, 5))] : [];

        AssertStays(Convolve("product", filtered, 5, size, op, residual));
    }

    [TestCase(63, 64)]
    [TestCase(64, 63)]
    public void Channels_that_the_kernel_does_not_take_stay(int channels, int filters) =>
        AssertStays(Convolve("product", Convolve("filter", Enlarge(Input(channels: channels)), filters, 3, Filter), 5, 1, Product));

    [Test]
    public void A_map_so_small_that_its_borders_cost_more_stays()
    {
        Value x = graph.Input("x", TensorType.Float32(1, 4, 4, 64));

        AssertStays(Convolve("product", Convolve("filter", Enlarge(x), 64, 3, Filter), 5, 1, Product));
    }

    [Test]
    public void It_is_applied_where_the_vectors_of_the_processor_are_used_and_Winograds_algorithm_is_wanted()
    {
        LoweringContext plain = Lowering with { Options = new CompileOptions { PlainKernelsOnly = true } };
        LoweringContext sums = Lowering with { Options = new CompileOptions { AllowWinograd = false } };

        Assert.That(GraphPass.For(Lowering).Contains(GraphPass.FuseUpsampling), Is.EqualTo(Lowering.UsesSimd));
        Assert.That(GraphPass.For(plain), Does.Not.Contain(GraphPass.FuseUpsampling));
        Assert.That(GraphPass.For(sums), Does.Not.Contain(GraphPass.FuseUpsampling));
    }

    [Test]
    public void The_op_refuses_what_has_no_kernel()
    {
        Value x = Input();
        Value filter = RandomNetwork.Weight("filter", 1, 9 * 64, 64, 64, 3, 3);
        Value product = RandomNetwork.Weight("product", 2, 64, 5, 64, 1, 1);
        (Convolution2DOp first, Convolution2DOp second) = (Filter with { HasBias = false }, Product with { HasBias = false });

        Assert.That(() => graph.AddMany("good", new UpsampledConvolutionsOp(first, second), x, filter, product), Throws.Nothing);
        Assert.That(
            () => graph.AddMany("two", new UpsampledConvolutionsOp(first with { Padding = 0 }, second), x, filter, product),
            Throws.InstanceOf<GraphException>().With.Message.Contains("must be 3x3 with padding 1 and 1x1"));
        Assert.That(
            () => graph.AddMany(
                "odd",
                new UpsampledConvolutionsOp(first, second),
                graph.Input("z", TensorType.Float32(1, 27, 21, 63)),
                RandomNetwork.Weight("odd", 1, 9 * 63, 64, 63, 3, 3),
                product),
            Throws.InstanceOf<GraphException>().With.Message.Contains("there is no kernel"));
    }

    private static NetworkGraph Fuse(NetworkGraph graph) => GraphPass.FuseUpsampling.Apply(graph);

    private static void AssertSame(LoweringContext context, NetworkGraph before, NetworkGraph after)
    {
        Dictionary<string, float[]> inputs = before.Inputs.Select((input, i) => (input, i)).ToDictionary(
            pair => pair.input.Name, pair => RandomData.Floats((int)pair.input.Shape.Length, seed: pair.i + 1));

        Dictionary<string, float[]> expected = OneOpRunner.Run(context, before, inputs);
        Dictionary<string, float[]> actual = OneOpRunner.Run(context, after, inputs);

        foreach ((string name, float[] values) in expected)
        {
            Assert.That(actual[name], Is.EqualTo(values).Within(1e-5 * Math.Max(1, values.Max(Math.Abs))), name);
        }
    }

    private Value Input(int batch = 1, int channels = 64) => graph.Input("x", TensorType.Float32(batch, 27, 21, channels));

    private Value Enlarge(Value x) => graph.Add("resize", new ResizeBilinearOp(2 * x.Shape[1], 2 * x.Shape[2]), x);

    private Value Convolve(string name, Value x, int filters, int size, Convolution2DOp op, params ReadOnlySpan<Value> residual)
    {
        int taps = size * size * x.Shape[3];
        Value weights = RandomNetwork.Weight($"{name}.weight", name.Length, taps, filters, x.Shape[3], size, size);
        ReadOnlySpan<Value> bias = op.HasBias ? [RandomNetwork.Weight($"{name}.bias", name.Length + 1, 4, filters)] : [];
        ReadOnlySpan<Value> inputs = [x, weights, .. bias, .. residual];
        return graph.Add(name, op, inputs);
    }

    private NetworkGraph Build(params ReadOnlySpan<Value> outputs)
    {
        for (int i = 0; i < outputs.Length; i++)
        {
            graph.Output($"y {i}", outputs[i]);
        }

        return graph.Build();
    }

    private void AssertStays(params ReadOnlySpan<Value> outputs)
    {
        NetworkGraph before = Build(outputs);

        Assert.That(Layers.Describe(Fuse(before)), Is.EqualTo(Layers.Describe(before)));
    }
}
