using System.Collections.Immutable;
using NUnit.Framework;
using YolactGpu.Graph.IR;
using YolactGpu.Graph.Passes;
using YolactGpu.Tests.Golden;
using NetworkGraph = YolactGpu.Graph.IR.Graph;

namespace YolactGpu.Tests.Graph.Passes;

/// <summary>What holds for every pass: the same outputs, and an input graph that stays as it was.</summary>
public sealed class PassTests(string device) : GraphFixture(device)
{
    [Test]
    public void Outputs_are_the_same_with_and_without(
        [ValueSource(typeof(GraphPass), nameof(GraphPass.Inference))] GraphPass pass, [Range(1, 6)] int seed)
    {
        NetworkGraph graph = RandomNetwork.Build(seed);

        AssertSame(Run(pass.Apply(graph), seed), Run(graph, seed));
    }

    [Test]
    public void Outputs_are_the_same_with_all_passes_but_one(
        [ValueSource(typeof(GraphPass), nameof(GraphPass.Inference))] GraphPass left, [Range(7, 12)] int seed)
    {
        NetworkGraph graph = RandomNetwork.Build(seed);
        NetworkGraph rewritten = GraphPass.ApplyAll(graph, [.. GraphPass.Inference.Where(pass => pass != left)]);

        AssertSame(Run(rewritten, seed), Run(graph, seed));
    }

    [Test]
    public void Outputs_are_the_same_with_all_passes_in_any_order([Range(13, 24)] int seed)
    {
        NetworkGraph graph = RandomNetwork.Build(seed);
        GraphPass[] passes = [.. GraphPass.Inference];
        new Random(seed).Shuffle(passes);

        AssertSame(Run(GraphPass.ApplyAll(graph, passes), seed), Run(graph, seed));
    }

    [Test]
    public void The_graph_that_is_rewritten_stays_as_it_was(
        [ValueSource(typeof(GraphPass), nameof(GraphPass.Inference))] GraphPass pass)
    {
        NetworkGraph graph = RandomNetwork.Build(seed: 3);
        ImmutableArray<Node> nodes = graph.Nodes;
        string before = Describe(graph);

        NetworkGraph rewritten = pass.Apply(graph);

        Assert.That(rewritten, Is.Not.SameAs(graph));
        Assert.That(rewritten.Nodes, Has.Length.LessThan(nodes.Length), "the pass found nothing to do");
        Assert.That(graph.Nodes == nodes, "the nodes are others now");
        Assert.That(Describe(graph), Is.EqualTo(before));
    }

    [Test]
    public void Inputs_and_outputs_keep_their_names_and_shapes([Range(1, 3)] int seed)
    {
        NetworkGraph graph = RandomNetwork.Build(seed);

        NetworkGraph rewritten = GraphPass.ApplyAll(graph, [.. GraphPass.Inference]);

        Assert.That(rewritten.Inputs, Is.EqualTo(graph.Inputs));
        Assert.That(
            rewritten.Outputs.Select(output => $"{output.Name} {output.Value.Type}"),
            Is.EqualTo(graph.Outputs.Select(output => $"{output.Name} {output.Value.Type}")));
    }

    private static void AssertSame(Dictionary<string, float[]> actual, Dictionary<string, float[]> expected)
    {
        Assert.That(actual.Keys, Is.EquivalentTo(expected.Keys));
        foreach ((string name, float[] values) in expected)
        {
            Assert.That(actual[name], Is.EqualTo(values).Within(1e-5 * Math.Max(1, values.Max(Math.Abs))), name);
        }
    }

    private static string Describe(NetworkGraph graph) => string.Join('\n', graph.Nodes.Select(node =>
        $"{node.Name} {node.Op} ({string.Join(", ", node.Inputs.Select(Describe))}) -> {string.Join(", ", node.Outputs)}"));

    private static string Describe(Value value) =>
        value.IsConstant ? $"{value}: {string.Join(' ', value.ReadConstant().ToArray())}" : value.ToString();

    private Dictionary<string, float[]> Run(NetworkGraph graph, int seed) =>
        OneOpRunner.Run(Lowering, graph, RandomNetwork.Input(seed));
}
