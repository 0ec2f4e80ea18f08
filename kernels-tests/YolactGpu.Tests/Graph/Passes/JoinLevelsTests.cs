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

public sealed class JoinLevelsTests(string device) : GraphFixture(device)
{
    private const int Channels = 64;

    private static readonly Convolution2DOp Op = new(1, 1, 1, Activation.Relu, HasBias: true, HasResidual: false);

    private GraphBuilder graph = null!;

    [SetUp]
    public void BeginGraph() => graph = new GraphBuilder();

    [Test]
    public void Levels_of_one_convolution_become_one_node()
    {
        (Value p3, Value p4, Value p5) = (Level("p3", 9, 11), Level("p4", 5, 6), Level("p5", 1, 1));
        Value[] outputs = [Shared("a3", p3), Shared("a4", p4), Shared("a5", p5)];

        Node node = Apply(Build(outputs)).Nodes.Single();

        Assert.That(node.Op, Is.EqualTo(new LevelConvolution2DOp(Op)));
        Assert.That(node.Inputs[..3], Is.EqualTo(new[] { p3, p4, p5 }));
        Assert.That(node.Inputs[3..].Select(input => input.Name), Is.EqualTo(new[] { "shared.weight", "shared.bias" }));
        Assert.That(node.Outputs, Is.EqualTo(outputs));
    }

    [Test]
    public void The_outputs_are_the_same([Values(1, 2)] int batch, [Values] bool hasBias, [Values] bool plain, [Values] bool winograd)
    {
        Convolution2DOp op = Op with { HasBias = hasBias };
        NetworkGraph before = Build(
            Shared("a3", Level("p3", 9, 11, batch), op), Shared("a4", Level("p4", 5, 6, batch), op), Shared("a5", Level("p5", 1, 1, batch), op));
        LoweringContext context = Lowering with { Options = new CompileOptions { PlainKernelsOnly = plain, AllowWinograd = winograd } };

        AssertSame(context, before, Apply(before));
    }

    [Test]
    public void An_image_gets_the_same_bits_in_any_batch()
    {
        float[] image = RandomData.Floats(9 * 11 * Channels, seed: 1);
        float[] single = Run(1, image);

        Assert.That(Run(2, [.. image, .. image]), Is.EqualTo(single.Concat(single)));

        float[] Run(int batch, float[] x)
        {
            BeginGraph();
            Value p3 = Level("p3", 9, 11, batch);
            NetworkGraph joined = Apply(Build(Shared("a3", p3), Shared("a4", graph.Add("half", new MaxPool2DOp(3, 2, 1), p3))));
            Assert.That(joined.Nodes[^1].Op, Is.InstanceOf<LevelConvolution2DOp>());
            return OneOpRunner.Run(Lowering, joined, ImmutableDictionary<string, float[]>.Empty.Add("p3", x))["y a3"];
        }
    }

    [Test]
    public void What_reads_the_first_level_comes_behind_all_and_keeps_its_order()
    {
        (Value p3, Value p4) = (Level("p3", 9, 11), Level("p4", 5, 6));
        Value a3 = Shared("a3", p3);
        Value max3 = graph.Add("max3", new GlobalMaxPool2DOp(), a3);
        Value mean3 = graph.Add("mean3", new GlobalAveragePool2DOp(), a3);
        Value other = graph.Add("other", new ActivationOp(Activation.Tanh), p4);
        Value a4 = Shared("a4", p4);

        NetworkGraph joined = Apply(Build(max3, mean3, other, a4));

        Assert.That(joined.Nodes.Select(node => node.Name), Is.EqualTo(new[] { "other", "a3 on 2 levels", "max3", "mean3" }));
    }

    [Test]
    public void A_chain_of_convolutions_is_joined_link_by_link()
    {
        (Value p3, Value p4) = (Level("p3", 9, 11), Level("p4", 5, 6));
        NetworkGraph before = Build(
            Shared("b3", Shared("a3", p3), constants: "second"), Shared("b4", Shared("a4", p4), constants: "second"));

        NetworkGraph joined = Apply(before);

        Assert.That(joined.Nodes.Select(node => node.Name), Is.EqualTo(new[] { "a3 on 2 levels", "b3 on 2 levels" }));
        AssertSame(Lowering, before, joined);
    }

    [Test]
    public void More_levels_than_a_launch_takes_become_two_nodes()
    {
        Value[] outputs = [.. Enumerable.Range(0, 7).Select(i => Shared($"a{i}", Level($"p{i}", 9, 5 + i)))];
        NetworkGraph before = Build(outputs);

        NetworkGraph joined = Apply(before);

        Assert.That(joined.Nodes.Select(node => node.Outputs.Length), Is.EqualTo(new[] { 5, 2 }));
        AssertSame(Lowering, before, joined);
    }

    [Test]
    public void A_convolution_that_needs_another_of_its_weights_stays() => AssertStays(Shared("b", Shared("a", Level("p", 9, 11))));

    [Test]
    public void Two_groups_that_would_wait_for_each_other_are_not_both_joined()
    {
        (Value p3, Value p4) = (Level("p3", 9, 11), Level("p4", 5, 6));
        Value first3 = Shared("a3", p3);
        Value second3 = Shared("b3", first3, constants: "second");
        Value second4 = Shared("b4", p4, constants: "second");
        Value first4 = Shared("a4", second4);
        NetworkGraph before = Build(second3, first4);

        NetworkGraph joined = Apply(before);

        Assert.That(joined.Nodes.Select(node => node.Name), Is.EqualTo(new[] { "b4", "a3 on 2 levels", "b3" }));
        AssertSame(Lowering, before, joined);
    }

    [Test]
    public void Weights_of_their_own_stay() => AssertStays(Shared("a3", Level("p3", 9, 11)), Shared("a4", Level("p4", 5, 6), constants: "other"));

    [Test]
    public void Another_activation_stays() =>
        AssertStays(Shared("a3", Level("p3", 9, 11)), Shared("a4", Level("p4", 5, 6), Op with { Activation = Activation.Tanh }));

    [Test]
    public void A_residual_stays()
    {
        (Value p3, Value p4) = (Level("p3", 9, 11), Level("p4", 5, 6));

        AssertStays(
            Convolve("a3", p3, Op with { HasResidual = true }, "shared", p3), Convolve("a4", p4, Op with { HasResidual = true }, "shared", p4));
    }

    [Test]
    public void Channels_that_the_kernel_does_not_take_stay() =>
        AssertStays(Shared("a3", Level("p3", 9, 11, channels: 63)), Shared("a4", Level("p4", 5, 6, channels: 63)));

    [Test]
    public void Levels_that_are_faster_by_the_plain_sum_stay() => AssertStays(Shared("a3", Level("p3", 1, 1)), Shared("a4", Level("p4", 1, 1)));

    [Test]
    public void Levels_in_random_networks_give_the_same([Range(1, 6)] int seed)
    {
        NetworkGraph before = Pyramid(seed);

        NetworkGraph joined = Apply(before);

        Assert.That(joined.Nodes.Count(node => node.Op is LevelConvolution2DOp), Is.GreaterThan(0));
        AssertSame(Lowering, before, joined);
    }

    [Test]
    public void It_is_applied_where_the_vectors_of_the_processor_are_used_and_Winograds_algorithm_is_wanted()
    {
        LoweringContext plain = Lowering with { Options = new CompileOptions { PlainKernelsOnly = true } };
        LoweringContext sums = Lowering with { Options = new CompileOptions { AllowWinograd = false } };

        Assert.That(GraphPass.For(Lowering).Contains(GraphPass.JoinLevels), Is.EqualTo(Lowering.UsesSimd));
        Assert.That(GraphPass.For(plain), Does.Not.Contain(GraphPass.JoinLevels));
        Assert.That(GraphPass.For(sums), Does.Not.Contain(GraphPass.JoinLevels));
    }

    private static NetworkGraph Apply(NetworkGraph graph) => GraphPass.JoinLevels.Apply(graph);

    private static void AssertSame(LoweringContext context, NetworkGraph before, NetworkGraph after)
    {
        Dictionary<string, float[]> inputs = before.Inputs.Select((input, i) => (input, i)).ToDictionary(
            pair => pair.input.Name, pair => RandomData.Floats((int)pair.input.Shape.Length, seed: pair.i + 1));

        Dictionary<string, float[]> expected = OneOpRunner.Run(context, before, inputs);
        Dictionary<string, float[]> actual = OneOpRunner.Run(context, after, inputs);

        Assert.That(actual.Keys, Is.EquivalentTo(expected.Keys));
        foreach ((string name, float[] values) in expected)
        {
            Assert.That(actual[name], Is.EqualTo(values).Within(1e-5 * Math.Max(1, values.Max(Math.Abs))), name);
        }
    }

    /// <summary>Draws levels, on each of which three convolutions follow one another, of shared weights and of its own, in any order of nodes.</summary>
    private NetworkGraph Pyramid(int seed)
    {
        Random random = new(seed);
        Value[] levels = [.. Enumerable.Range(0, random.Next(2, 7)).Select(i => Level($"p{i}", random.Next(4, 15), random.Next(4, 15)))];
        int[] depths = new int[levels.Length];
        while (depths.Min() < 3)
        {
            int i = random.Next(levels.Length);
            string weights = depths[i] == 1 && random.Next(3) == 0 ? $"own{i}" : $"depth {depths[i]}";
            levels[i] = Shared($"c{i}.{depths[i]++}", levels[i], constants: depths[i] > 3 ? $"own{i}.{depths[i]}" : weights);
        }

        return Build(levels);
    }

    private Value Level(string name, int height, int width, int batch = 1, int channels = Channels) =>
        graph.Input(name, TensorType.Float32(batch, height, width, channels));

    private Value Shared(string name, Value x, Convolution2DOp? op = null, string constants = "shared") =>
        Convolve(name, x, op ?? Op, constants);

    /// <summary>Adds a convolution with constants of its own, whose names, and numbers, are those that it shares.</summary>
    private Value Convolve(string name, Value x, Convolution2DOp op, string constants, params ReadOnlySpan<Value> residual)
    {
        Value weights = RandomNetwork.Weight($"{constants}.weight", constants.Length, 9 * Channels, Channels, x.Shape[3], 3, 3);
        ReadOnlySpan<Value> bias = op.HasBias ? [RandomNetwork.Weight($"{constants}.bias", constants.Length + 1, 4, Channels)] : [];
        ReadOnlySpan<Value> inputs = [x, weights, .. bias, .. residual];
        return graph.Add(name, op, inputs);
    }

    private NetworkGraph Build(params ReadOnlySpan<Value> outputs)
    {
        foreach (Value output in outputs)
        {
            graph.Output($"y {output.Name}", output);
        }

        return graph.Build();
    }

    private void AssertStays(params ReadOnlySpan<Value> outputs)
    {
        NetworkGraph before = Build(outputs);

        Assert.That(Layers.Describe(Apply(before)), Is.EqualTo(Layers.Describe(before)));
    }
}
