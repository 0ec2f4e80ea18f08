using NUnit.Framework;
using YolactGpu.Graph.IR;
using YolactGpu.Graph.Ops;
using YolactGpu.Kernels.Elementwise;
using NetworkGraph = YolactGpu.Graph.IR.Graph;

namespace YolactGpu.Tests.Graph.IR;

public sealed class MermaidWriterTests
{
    [Test]
    public void Draws_boxes_for_nodes_and_arrows_for_values()
    {
        GraphBuilder graph = new();
        Value x = graph.Input("image", TensorType.Float32(1, 4, 4, 3));
        Value weights = GraphBuilder.Constant("w", new TensorShape(2, 3, 1, 1), new float[6]);
        Value y = graph.Add("conv", new Convolution2DOp(1, 0, 1, Activation.None, false, false), x, weights);
        graph.Output("sum", graph.Add("add", new AddOp(), y, y));

        Assert.That(
            Lines(graph.Build()),
            Is.EqualTo(new[]
            {
                "flowchart TD",
                """  i0(["image<br/>[1, 4, 4, 3]"])""",
                """  n0["conv<br/>Convolution2D [1, 4, 4, 2]"]""",
                "  i0 --> n0",
                """  n1["add<br/>Add [1, 4, 4, 2]"]""",
                "  n0 --> n1",
                "  n0 --> n1",
                """  n1 --> out_sum(["sum"])""",
            }));
    }

    [Test]
    public void Has_one_box_for_each_node([Range(1, 5)] int seed)
    {
        NetworkGraph graph = RandomNetwork.Build(seed);

        string[] boxes = [.. Lines(graph).Where(line => line.StartsWith("  n", StringComparison.Ordinal) && line.EndsWith("\"]", StringComparison.Ordinal))];

        Assert.That(
            boxes.Select(box => box.Split('"')[1].Split('<')[0]), Is.EqualTo(graph.Nodes.Select(node => node.Name)));
    }

    private static string[] Lines(NetworkGraph graph)
    {
        using StringWriter writer = new() { NewLine = "\n" };
        MermaidWriter.Write(graph, writer);
        return writer.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
