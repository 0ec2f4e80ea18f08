using System.Collections.Immutable;
using System.Globalization;
using NUnit.Framework;
using YolactGpu.Graph.IR;
using YolactGpu.Graph.Ops;
using YolactGpu.Model;
using YolactGpu.Model.Configs;
using YolactGpu.Model.Weights;

namespace YolactGpu.Tests.Model.Backbones;

public sealed class ResNetTests
{
    private static readonly ResNetConfig Small = new() { Blocks = [1, 2, 3, 2], Planes = [4, 4, 4, 4], StemChannels = 4 };

    [Test]
    public void Every_stage_halves_the_size() =>
        Assert.That(Sizes(Build(Small)), Is.EqualTo(new[] { 32, 16, 8, 4 }));

    [Test]
    public void An_atrous_stage_keeps_the_size_and_its_first_block_spreads_the_taps()
    {
        ImmutableArray<Value> stages = Build(Small with { AtrousStages = [2, 3] }, out YolactGpu.Graph.IR.Graph graph);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(Sizes(stages), Is.EqualTo(new[] { 32, 16, 16, 16 }));
            Assert.That(Dilation("backbone.layers.1.0.conv2"), Is.EqualTo((1, 1, 2)));
            Assert.That(Dilation("backbone.layers.2.0.conv2"), Is.EqualTo((2, 2, 1)));
            Assert.That(Dilation("backbone.layers.2.1.conv2"), Is.EqualTo((1, 1, 1)));
            Assert.That(Dilation("backbone.layers.3.0.conv2"), Is.EqualTo((3, 3, 1)));
        }

        (int Dilation, int Padding, int Stride) Dilation(string name)
        {
            Convolution2DOp op = (Convolution2DOp)graph.Nodes.Single(node => node.Name == name).Op;
            return (op.Dilation, op.Padding, op.Stride);
        }
    }

    [Test]
    public void The_first_blocks_behind_an_atrous_stage_keep_the_distance_of_taps()
    {
        Build(Small with { AtrousStages = [1] }, out YolactGpu.Graph.IR.Graph graph);

        Convolution2DOp op = (Convolution2DOp)graph.Nodes.Single(node => node.Name == "backbone.layers.2.0.conv2").Op;
        Assert.That((op.Dilation, op.Padding, op.Stride), Is.EqualTo((2, 2, 2)));
    }

    [TestCase("", "1:1 | 2:1 1:1 | 2:1 1:1 1:1 | 2:1 1:1")]
    [TestCase("3", "1:1 | 2:1 1:1 | 2:1 1:1 1:1 | 1:2 1:1")]
    [TestCase("2 3", "1:1 | 2:1 1:1 | 1:2 1:1 1:1 | 1:3 1:1")]
    [TestCase("1", "1:1 | 1:2 1:1 | 2:2 1:1 1:1 | 2:2 1:1")]
    [TestCase("0 2", "1:2 | 2:2 1:1 | 1:3 1:1 1:1 | 2:3 1:1")]
    public void Stride_and_dilation_of_every_block_are_the_originals(string atrous, string blocks)
    {
        int[] stages = [.. atrous.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(stage => int.Parse(stage, CultureInfo.InvariantCulture))];
        Build(Small with { AtrousStages = [.. stages] }, out YolactGpu.Graph.IR.Graph graph);

        IEnumerable<string> found = Enumerable.Range(0, 4).Select(stage => string.Join(' ', graph.Nodes
            .Where(node => node.Name.StartsWith($"backbone.layers.{stage}.", StringComparison.Ordinal) && node.Name.EndsWith(".conv2", StringComparison.Ordinal))
            .Select(node => (Convolution2DOp)node.Op)
            .Select(op => op.Padding == op.Dilation ? $"{op.Stride}:{op.Dilation}" : $"padding {op.Padding} at dilation {op.Dilation}")));
        Assert.That(string.Join(" | ", found), Is.EqualTo(blocks));
    }

    [TestCase("yolact_plus_resnet50", "1.0 1.1 1.2 1.3 2.0 2.1 2.2 2.3 2.4 2.5 3.0 3.1 3.2")]
    [TestCase("yolact_plus_base", "1.0 1.3 2.0 2.3 2.6 2.9 2.12 2.15 2.18 2.21 3.0")]
    public void The_released_networks_are_deformable_where_the_original_is(string config, string blocks)
    {
        Build((ResNetConfig)YolactConfigs.Get(config).Backbone, out YolactGpu.Graph.IR.Graph graph);

        Assert.That(
            graph.Nodes.Where(node => node.Op is DeformableConvolution2DOp).Select(node => node.Name),
            Is.EqualTo(blocks.Split(' ').Select(block => $"backbone.layers.{block}.conv2")));
    }

    private static int[] Sizes(ImmutableArray<Value> stages) => [.. stages.Select(stage => stage.Shape[1])];

    private static ImmutableArray<Value> Build(ResNetConfig config) => Build(config, out _);

    private static ImmutableArray<Value> Build(ResNetConfig config, out YolactGpu.Graph.IR.Graph graph)
    {
        GraphBuilder builder = new();
        ImmutableArray<Value> stages = config.Build(
            new LayerBuilder(builder, new FormulaWeights(2)), builder.Input("image", TensorType.Float32(1, 128, 128, 3)));
        graph = builder.Build();
        return stages;
    }
}
