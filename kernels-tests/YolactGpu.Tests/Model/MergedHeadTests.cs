using NUnit.Framework;
using YolactGpu.Graph.IR;
using YolactGpu.Graph.Ops;
using YolactGpu.Graph.Passes;
using YolactGpu.Model;
using YolactGpu.Model.Configs;
using YolactGpu.Model.Weights;
using NetworkGraph = YolactGpu.Graph.IR.Graph;

namespace YolactGpu.Tests.Model;

public sealed class MergedHeadTests
{
    [TestCase("yolact_resnet50", 352, Description = "3 anchors of 4 + 81 + 32, and a filter of zeros")]
    [TestCase("yolact_plus_resnet50", 1056, Description = "9 anchors, and 3 filters of zeros")]
    public void The_heads_of_a_level_are_one_convolution(string name, int filters)
    {
        YolactConfig config = YolactConfigs.Get(name);
        NetworkGraph graph = GraphPass.ApplyAll(
            YolactNetwork.Build(config, new FormulaWeights(config.ClassCount), new NetworkOptions()), [.. GraphPass.Inference]);

        Node[] heads = [.. graph.Nodes.Where(node => node.Name.StartsWith("head.", StringComparison.Ordinal))];
        Node[] outputs = [.. heads.Where(node => node.Name.Contains("more", StringComparison.Ordinal))];
        Assert.That(heads.Select(node => node.Op), Has.All.InstanceOf<Convolution2DOp>());
        Assert.That(outputs.Select(node => node.Inputs[1].Shape[0]), Is.EqualTo(Enumerable.Repeat(filters, 5)));
        Assert.That(outputs.Select(node => node.Inputs[1].Name).Distinct().Count(), Is.EqualTo(1), "the levels share their weights");
        Assert.That(graph.Nodes.Count(node => node.Op is ConcatSlicesOp), Is.EqualTo(3));
    }

    [TestCase("yolact_resnet50")]
    [TestCase("yolact_plus_resnet50")]
    public void On_the_processor_the_levels_are_one_convolution(string name)
    {
        YolactConfig config = YolactConfigs.Get(name);
        NetworkGraph graph = GraphPass.ApplyAll(
            YolactNetwork.Build(config, new FormulaWeights(config.ClassCount), new NetworkOptions()), [.. GraphPass.Inference, GraphPass.JoinLevels]);

        Node[] heads = [.. graph.Nodes.Where(node => node.Name.StartsWith("head.", StringComparison.Ordinal))];
        Assert.That(heads.Select(node => node.Op), Has.Exactly(2).Items.And.All.InstanceOf<LevelConvolution2DOp>());
        Assert.That(heads.Select(node => node.Outputs.Length), Is.All.EqualTo(5));
    }
}
