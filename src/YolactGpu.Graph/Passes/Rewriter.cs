using System.Collections.Immutable;
using YolactGpu.Graph.IR;

namespace YolactGpu.Graph.Passes;

/// <summary>Copies a graph node by node, with values replaced on the way.</summary>
internal sealed class Rewriter(IR.Graph graph)
{
    private readonly Dictionary<Value, Value> replacements = [];
    private readonly ImmutableArray<Node>.Builder nodes = ImmutableArray.CreateBuilder<Node>(graph.Nodes.Length);

    /// <summary>From here on, readers of <paramref name="value"/> read <paramref name="replacement"/>.</summary>
    public void Replace(Value value, Value replacement) => replacements[value] = Current(replacement);

    /// <summary>Gives what stands for a value now.</summary>
    public Value Current(Value value) => replacements.GetValueOrDefault(value) ?? value;

    /// <summary>Adds a node; its inputs are replaced by what stands for them now.</summary>
    public void Add(Node node) => nodes.Add(node with { Inputs = [.. node.Inputs.Select(Current)] });

    /// <summary>Gives the new graph.</summary>
    public IR.Graph Build() => new(
        graph.Inputs,
        nodes.ToImmutable(),
        [.. graph.Outputs.Select(output => output with { Value = Current(output.Value) })]);
}
