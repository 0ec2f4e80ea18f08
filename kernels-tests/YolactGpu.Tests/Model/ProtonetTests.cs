using NUnit.Framework;
using YolactGpu.Graph.Passes;
using YolactGpu.Model;
using YolactGpu.Model.Configs;
using YolactGpu.Model.Weights;
using NetworkGraph = YolactGpu.Graph.IR.Graph;

namespace YolactGpu.Tests.Model;

public sealed class ProtonetTests
{
    [TestCase("yolact_base")]
    [TestCase("yolact_im400")]
    [TestCase("yolact_plus_resnet50")]
    public void On_the_processor_its_end_is_one(string name)
    {
        YolactConfig config = YolactConfigs.Get(name);
        NetworkGraph graph = GraphPass.ApplyAll(
            YolactNetwork.Build(config, new FormulaWeights(config.ClassCount), new NetworkOptions()), [.. GraphPass.Inference, GraphPass.FuseUpsampling]);

        Assert.That(
            graph.Nodes.Where(node => node.Name.StartsWith("proto_net.", StringComparison.Ordinal)).Select(node => node.Op.Name),
            Is.EqualTo(new[] { "Convolution2D", "Convolution2D", "Convolution2D", "UpsampledConvolutions" }));
    }
}
