using NUnit.Framework;
using YolactGpu.Graph.IR;
using YolactGpu.Graph.Ops;
using YolactGpu.Graph.Passes;
using YolactGpu.Kernels.Elementwise;
using NetworkGraph = YolactGpu.Graph.IR.Graph;

namespace YolactGpu.Tests.Graph.Passes;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class FuseResidualAddTests
{
    private static readonly GraphPass Pass = Layers.Pass("FuseResidualAdd");

    private readonly Layers layers = new();

    [Test]
    public void The_convolution_takes_the_other_addend([Values] bool isFirst)
    {
        Value x = layers.Input();
        Value y = layers.Convolution("conv", x);
        Value sum = isFirst ? layers.Sum("sum", y, x) : layers.Sum("sum", x, y);

        Node node = Pass.Apply(layers.Build(sum)).Nodes.Single();

        Assert.That(node.Op, Is.EqualTo(new Convolution2DOp(1, 0, 1, Activation.None, HasBias: false, HasResidual: true)));
        Assert.That(node.Inputs[^1], Is.SameAs(x));
        Assert.That(node.Outputs[0], Is.SameAs(sum));
    }

    [Test]
    public void The_later_of_two_convolutions_takes_the_earlier_ones_output()
    {
        Value x = layers.Input();
        Value shortcut = layers.Convolution("shortcut", x);
        Value main = layers.Convolution("main", layers.Activate("relu", x));

        NetworkGraph fused = Pass.Apply(layers.Build(layers.Sum("sum", main, shortcut)));

        Assert.That(Layers.Names(fused), Is.EqualTo(new[] { "shortcut: Convolution2D", "relu: Activation", "main: Convolution2D" }));
        Assert.That(fused.Nodes[2].Inputs[^1], Is.SameAs(shortcut));
    }

    [Test]
    public void The_convolution_moves_behind_what_it_adds()
    {
        Value x = layers.Input();
        Value y = layers.Convolution("conv", x);
        Value later = layers.Activate("later", x);

        NetworkGraph fused = Pass.Apply(layers.Build(layers.Sum("sum", y, later)));

        Assert.That(Layers.Names(fused), Is.EqualTo(new[] { "later: Activation", "conv: Convolution2D" }));
    }

    [Test]
    public void A_convolution_that_is_activated_before_the_sum_leaves_the_sum_alone_as_in_darknet()
    {
        Value x = layers.Input();
        Value y = layers.Activate("leaky", layers.Convolution("conv", x), Activation.LeakyRelu);

        NetworkGraph fused = Layers.Pass("FuseActivation").Apply(Pass.Apply(layers.Build(layers.Sum("sum", y, x))));

        Assert.That(Layers.Names(fused), Is.EqualTo(new[] { "conv: Convolution2D", "sum: Add" }));
        Assert.That(
            fused.Nodes[0].Op, Is.EqualTo(new Convolution2DOp(1, 0, 1, Activation.LeakyRelu, HasBias: false, HasResidual: false)));
    }

    [Test]
    public void A_chain_of_sums_becomes_a_chain_of_convolutions()
    {
        Value x = layers.Input();
        Value first = layers.Sum("sum1", layers.Convolution("conv1", x), x);

        NetworkGraph fused = Pass.Apply(layers.Build(layers.Sum("sum2", layers.Convolution("conv2", first), first)));

        Assert.That(Layers.Names(fused), Is.EqualTo(new[] { "conv1: Convolution2D", "conv2: Convolution2D" }));
    }

    [Test]
    public void A_value_added_to_itself_stays()
    {
        Value y = layers.Convolution("conv", layers.Input());

        AssertStays(layers.Build(layers.Sum("sum", y, y)));
    }

    [Test]
    public void A_convolution_that_somebody_else_reads_stays()
    {
        Value x = layers.Input();
        Value y = layers.Convolution("conv", x);

        AssertStays(layers.Build(layers.Sum("sum", y, x), layers.Activate("relu", y)));
    }

    [Test]
    public void A_convolution_with_an_activation_stays()
    {
        Value x = layers.Input();

        AssertStays(layers.Build(layers.Sum("sum", layers.Convolution("conv", x, activation: Activation.Relu), x)));
    }

    private static void AssertStays(NetworkGraph graph) => Assert.That(Layers.Describe(Pass.Apply(graph)), Is.EqualTo(Layers.Describe(graph)));
}
