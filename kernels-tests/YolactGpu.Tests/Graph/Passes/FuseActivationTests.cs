using NUnit.Framework;
using YolactGpu.Graph.IR;
using YolactGpu.Graph.Ops;
using YolactGpu.Graph.Passes;
using YolactGpu.Kernels.Elementwise;
using NetworkGraph = YolactGpu.Graph.IR.Graph;

namespace YolactGpu.Tests.Graph.Passes;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class FuseActivationTests
{
    private static readonly GraphPass Pass = Layers.Pass("FuseActivation");

    private readonly Layers layers = new();

    [Test]
    public void The_convolution_applies_it_itself(
        [Values(Activation.Relu, Activation.LeakyRelu, Activation.Sigmoid, Activation.Tanh)] Activation activation)
    {
        Value y = layers.Activate("act", layers.Convolution("conv", layers.Input()), activation);

        Node node = Pass.Apply(layers.Build(y)).Nodes.Single();

        Assert.That(((Convolution2DOp)node.Op).Activation, Is.EqualTo(activation));
        Assert.That(node.Outputs[0], Is.SameAs(y));
    }

    [Test]
    public void A_convolution_with_two_readers_stays()
    {
        Value y = layers.Convolution("conv", layers.Input());

        AssertStays(layers.Build(layers.Activate("relu", y), layers.Activate("tanh", y, Activation.Tanh)));
    }

    [Test]
    public void A_convolution_that_is_an_output_stays()
    {
        Value y = layers.Convolution("conv", layers.Input());

        AssertStays(layers.Build(y, layers.Activate("relu", y)));
    }

    [Test]
    public void A_second_activation_stays()
    {
        Value y = layers.Convolution("conv", layers.Input(), activation: Activation.Sigmoid);

        AssertStays(layers.Build(layers.Activate("relu", y)));
    }

    [Test]
    public void A_relu_of_what_is_a_relu_already_is_dropped_even_behind_a_resize()
    {
        Value relu = layers.Activate("relu", layers.Convolution("conv", layers.Input()));
        Value large = layers.Graph.Add("resize", new ResizeBilinearOp(4, 6), relu);

        NetworkGraph fused = Pass.Apply(layers.Build(layers.Activate("again", large)));

        Assert.That(Layers.Names(fused), Is.EqualTo(new[] { "conv: Convolution2D", "resize: ResizeBilinear" }));
        Assert.That(fused.Outputs[0].Value, Is.SameAs(large));
    }

    [Test]
    public void A_relu_of_what_may_be_negative_stays([Values(Activation.LeakyRelu, Activation.Tanh)] Activation activation)
    {
        Value y = layers.Activate("first", layers.Input(), activation);

        AssertStays(layers.Build(layers.Activate("relu", y)));
    }

    [Test]
    public void A_tanh_of_a_relu_stays() =>
        AssertStays(layers.Build(layers.Activate("tanh", layers.Activate("relu", layers.Input()), Activation.Tanh)));

    private static void AssertStays(NetworkGraph graph) => Assert.That(Layers.Describe(Pass.Apply(graph)), Is.EqualTo(Layers.Describe(graph)));
}
