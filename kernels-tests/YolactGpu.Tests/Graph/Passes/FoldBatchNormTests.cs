using NUnit.Framework;
using YolactGpu.Graph.IR;
using YolactGpu.Graph.Ops;
using YolactGpu.Graph.Passes;
using YolactGpu.Kernels.Elementwise;
using NetworkGraph = YolactGpu.Graph.IR.Graph;

namespace YolactGpu.Tests.Graph.Passes;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class FoldBatchNormTests
{
    private static readonly GraphPass Pass = Layers.Pass("FoldBatchNorm");

    private readonly Layers layers = new();

    [Test]
    public void The_convolution_takes_scale_and_shift()
    {
        float[] expectedWeights = [3, 6, 7.5f, 10];
        float[] expectedBias = [5.5f, 6];
        Value weights = GraphBuilder.Constant("w", new TensorShape(2, 2, 1, 1), new float[] { 1, 2, 3, 4 });
        Value norm = layers.BatchNorm("bn", layers.Convolution("conv", layers.Input(), weights));

        Node node = Pass.Apply(layers.Build(norm)).Nodes.Single();

        // Variances 0.5 and 3.5 with epsilon 0.5: standard deviations 1 and 2.
        Assert.That(((Convolution2DOp)node.Op).HasBias, Is.True);
        Assert.That(node.Outputs[0], Is.SameAs(norm));
        Assert.That(node.Inputs[1].ReadConstant().ToArray(), Is.EqualTo(expectedWeights));
        Assert.That(node.Inputs[2].ReadConstant().ToArray(), Is.EqualTo(expectedBias));
    }

    [Test]
    public void A_bias_that_is_there_is_scaled_too()
    {
        float[] expectedBias = [5.5f + (3 * 10), 6 + (2.5f * 20)];
        Value weights = GraphBuilder.Constant("w", new TensorShape(2, 2, 1, 1), new float[4]);
        Value y = layers.Graph.Add(
            "conv", new Convolution2DOp(1, 0, 1, Activation.None, true, false), layers.Input(), weights, layers.Numbers("b", 10, 20));

        Node node = Pass.Apply(layers.Build(layers.BatchNorm("bn", y))).Nodes.Single();

        Assert.That(node.Inputs[2].ReadConstant().ToArray(), Is.EqualTo(expectedBias));
    }

    [Test]
    public void A_deformable_convolution_keeps_its_offsets()
    {
        float[] expectedWeights = [3, 6, 7.5f, 10];
        float[] expectedBias = [5.5f + (3 * 10), 6 + (2.5f * 20)];
        Value weights = GraphBuilder.Constant("w", new TensorShape(2, 2, 1, 1), new float[] { 1, 2, 3, 4 });
        Value offsetMask = layers.Graph.Input("offsets", TensorType.Float32(1, 2, 3, 3));
        Value y = layers.Graph.Add(
            "conv",
            new DeformableConvolution2DOp(1, 0, 1, Activation.None, true, false),
            layers.Input(), offsetMask, weights, layers.Numbers("b", 10, 20));

        Node node = Pass.Apply(layers.Build(layers.BatchNorm("bn", y))).Nodes.Single();

        Assert.That(node.Inputs[1], Is.SameAs(offsetMask));
        Assert.That(node.Inputs[2].ReadConstant().ToArray(), Is.EqualTo(expectedWeights));
        Assert.That(node.Inputs[3].ReadConstant().ToArray(), Is.EqualTo(expectedBias));
    }

    [Test]
    public void Weights_that_two_layers_share_are_folded_under_two_names()
    {
        Value x = layers.Input();
        Value weights = RandomNetwork.Weight("shared", 1, 2, 2, 2, 1, 1);
        Value first = layers.BatchNorm("bn1", layers.Convolution("conv1", x, weights));
        Value second = layers.BatchNorm(
            "bn2",
            layers.Convolution("conv2", x, weights),
            layers.Numbers("g", 1, 1), layers.Numbers("b", 0, 0), layers.Numbers("m", 0, 0), layers.Numbers("v", 1, 1));

        NetworkGraph folded = Pass.Apply(layers.Build(first, second));

        Assert.That(folded.Nodes.SelectMany(node => node.Inputs.Skip(1)).Select(constant => constant.Name), Is.Unique);
    }

    [Test]
    public void A_convolution_that_somebody_else_reads_stays()
    {
        Value y = layers.Convolution("conv", layers.Input());
        Value norm = layers.BatchNorm("bn", y);

        AssertStays(layers.Build(norm, layers.Activate("relu", y)));
    }

    [Test]
    public void A_convolution_that_is_an_output_stays()
    {
        Value y = layers.Convolution("conv", layers.Input());

        AssertStays(layers.Build(y, layers.BatchNorm("bn", y)));
    }

    [Test]
    public void A_convolution_with_an_activation_stays() =>
        AssertStays(layers.Build(layers.BatchNorm("bn", layers.Convolution("conv", layers.Input(), activation: Activation.Relu))));

    [Test]
    public void Statistics_that_are_not_constant_stay()
    {
        Value statistic = layers.Graph.Input("statistic", TensorType.Float32(2));
        Value y = layers.Convolution("conv", layers.Input());

        AssertStays(layers.Build(layers.BatchNorm("bn", y, statistic, statistic, statistic, statistic)));
    }

    private static void AssertStays(NetworkGraph graph) => Assert.That(Layers.Describe(Pass.Apply(graph)), Is.EqualTo(Layers.Describe(graph)));
}
