using System.Collections.Immutable;
using NUnit.Framework;
using YolactGpu.Graph.IR;
using YolactGpu.Graph.Ops;
using YolactGpu.Graph.Passes;
using YolactGpu.Kernels.Elementwise;
using NetworkGraph = YolactGpu.Graph.IR.Graph;

namespace YolactGpu.Tests.Graph.Passes;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class MergeConvolutionsTests
{
    private static readonly GraphPass Pass = Layers.Pass("MergeConvolutions");
    private static readonly Convolution2DOp Op = new(1, 0, 1, Activation.None, HasBias: false, HasResidual: false);

    private readonly Layers layers = new();

    [Test]
    public void Convolutions_of_one_value_become_one_and_the_concatenations_pick_their_columns()
    {
        Value p3 = layers.Input("p3");
        Value p4 = layers.Input("p4");
        Value boxes = Join("boxes", Rows("box3", p3, 4), Rows("box4", p4, 4));
        Value classes = Join("classes", Rows("class3", p3, 6), Rows("class4", p4, 6));

        NetworkGraph merged = Pass.Apply(layers.Build(boxes, classes));

        Assert.That(Layers.Names(merged), Is.EqualTo(new[]
        {
            "box3 and 1 more: Convolution2D",
            "box4 and 1 more: Convolution2D",
            "boxes: ConcatSlices",
            "classes: ConcatSlices",
        }));
        Assert.That(merged.Nodes[0].Inputs[0], Is.SameAs(p3));
        Assert.That(merged.Nodes[1].Inputs[0], Is.SameAs(p4));
        Assert.That(merged.Nodes[3].Inputs, Is.EqualTo(new[] { merged.Nodes[0].Outputs[0], merged.Nodes[1].Outputs[0] }));
        Assert.That(Ranges(merged.Nodes[2]), Is.EqualTo(new[] { new ColumnRange(0, 4), new ColumnRange(0, 4) }));
        Assert.That(Ranges(merged.Nodes[3]), Is.EqualTo(new[] { new ColumnRange(4, 6), new ColumnRange(4, 6) }));
        Assert.That(merged.Outputs.Select(output => output.Value), Is.EqualTo(new[] { boxes, classes }));
    }

    [Test]
    public void Filters_and_biases_stand_one_behind_the_other_and_zeros_fill_up_to_eight()
    {
        Value x = layers.Input();
        Value a = Rows("a", x, 2, weights: Constant("a.weight", [2, 2, 1, 1], 1, 2, 3, 4));
        Value b = Rows("b", x, 2, weights: Constant("b.weight", [2, 2, 1, 1], 5, 6, 7, 8), bias: layers.Numbers("b.bias", 9, 10));

        Node merged = Pass.Apply(layers.Build(Join("as", a), Join("bs", b))).Nodes[0];

        Assert.That(merged.Op, Is.EqualTo(Op with { HasBias = true }));
        Assert.That(merged.Inputs[1].Shape, Is.EqualTo(new TensorShape(8, 2, 1, 1)));
        float[] weights = [1, 2, 3, 4, 5, 6, 7, 8, 0, 0, 0, 0, 0, 0, 0, 0];
        float[] biases = [0, 0, 9, 10, 0, 0, 0, 0];
        Assert.That(merged.Inputs[1].ReadConstant().ToArray(), Is.EqualTo(weights));
        Assert.That(merged.Inputs[2].ReadConstant().ToArray(), Is.EqualTo(biases));
        Assert.That(merged.Outputs[0].Shape, Is.EqualTo(new TensorShape(1, 2, 3, 8)));
    }

    [Test]
    public void What_only_some_concatenated_values_come_from_may_be_anything()
    {
        Value x = layers.Input();
        Value other = layers.Graph.Input("other", TensorType.Float32(1, 5, 2));
        Value a = Join("as", other, Rows("a", x, 2));
        Value b = Join("bs", Rows("b", x, 2));

        NetworkGraph merged = Pass.Apply(layers.Build(a, b));

        Assert.That(merged.Nodes[1].Inputs, Is.EqualTo(new[] { other, merged.Nodes[0].Outputs[0] }));
        Assert.That(Ranges(merged.Nodes[1]), Is.EqualTo(new[] { new ColumnRange(0, 2), new ColumnRange(0, 2) }));
    }

    [Test]
    public void A_convolution_alone_stays() => AssertStays(Join("as", Rows("a", layers.Input(), 2)));

    [Test]
    public void Convolutions_of_other_values_stay() => AssertStays(
        Join("as", Rows("a", layers.Input("x1"), 2)), Join("bs", Rows("b", layers.Input("x2"), 2)));

    [TestCase(2, 0, 1, 1, Activation.None, Description = "stride")]
    [TestCase(1, 1, 1, 1, Activation.None, Description = "padding")]
    [TestCase(1, 0, 2, 1, Activation.None, Description = "dilation")]
    [TestCase(1, 0, 1, 2, Activation.None, Description = "filter")]
    [TestCase(1, 0, 1, 1, Activation.Relu, Description = "activation")]
    public void Convolutions_that_differ_in_more_than_weights_stay(
        int stride, int padding, int dilation, int size, Activation activation)
    {
        Value x = layers.Input();
        Convolution2DOp other = Op with { Stride = stride, Padding = padding, Dilation = dilation, Activation = activation };
        Value weights = RandomNetwork.Weight("b.weight", 1, 2, 2, 2, size, size);

        AssertStays(Join("as", Rows("a", x, 2)), Join("bs", Rows("b", x, 2, other, weights)));
    }

    [Test]
    public void A_convolution_that_somebody_else_reads_stays()
    {
        Value x = layers.Input();
        Value y = Convolution("a", x, 2);

        AssertStays(Join("as", Reshape("a", y, 2)), layers.Activate("relu", y), Join("bs", Rows("b", x, 2)));
    }

    [Test]
    public void Rows_that_somebody_else_reads_stay()
    {
        Value x = layers.Input();
        Value rows = Rows("a", x, 2);

        AssertStays(Join("as", rows), layers.Activate("relu", rows), Join("bs", Rows("b", x, 2)));
    }

    [Test]
    public void Rows_that_an_activation_stands_behind_stay()
    {
        Value x = layers.Input();

        AssertStays(Join("as", layers.Activate("tanh", Rows("a", x, 2), Activation.Tanh)), Join("bs", Rows("b", x, 2)));
    }

    [Test]
    public void A_convolution_with_a_residual_stays()
    {
        Value x = layers.Input();
        Value weights = RandomNetwork.Weight("a.weight", 1, 2, 2, 2, 1, 1);
        Value y = layers.Graph.Add("a", Op with { HasResidual = true }, x, weights, x);

        AssertStays(Join("as", Reshape("a", y, 2)), Join("bs", Rows("b", x, 2)));
    }

    private static ImmutableArray<ColumnRange> Ranges(Node node) => ((ConcatSlicesOp)node.Op).Ranges;

    private static Value Constant(string name, int[] sizes, params float[] numbers) =>
        GraphBuilder.Constant(name, new TensorShape(sizes), numbers);

    private void AssertStays(params ReadOnlySpan<Value> outputs)
    {
        NetworkGraph graph = layers.Build(outputs);

        Assert.That(Layers.Describe(Pass.Apply(graph)), Is.EqualTo(Layers.Describe(graph)));
    }

    private Value Join(string name, params ReadOnlySpan<Value> parts) => layers.Graph.Add(name, new ConcatOp(), parts);

    private Value Rows(string name, Value x, int channels, Convolution2DOp? op = null, Value? weights = null, Value? bias = null) =>
        Reshape(name, Convolution(name, x, channels, op, weights, bias), 2);

    private Value Convolution(string name, Value x, int channels, Convolution2DOp? op = null, Value? weights = null, Value? bias = null)
    {
        op = (op ?? Op) with { HasBias = bias is not null };
        weights ??= RandomNetwork.Weight($"{name}.weight", channels, 2, channels, 2, 1, 1);
        return bias is null ? layers.Graph.Add(name, op, x, weights) : layers.Graph.Add(name, op, x, weights, bias);
    }

    private Value Reshape(string name, Value y, int columns) => layers.Graph.Add(
        $"{name}.rows", new ReshapeOp(new TensorShape(1, (int)y.Shape.Length / columns, columns)), y);
}
