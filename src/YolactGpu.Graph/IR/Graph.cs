using System.Collections.Immutable;

namespace YolactGpu.Graph.IR;

/// <summary>A named output of a graph.</summary>
/// <param name="Name">What callers ask for.</param>
/// <param name="Value">The tensor.</param>
public readonly record struct GraphOutput(string Name, Value Value);

/// <summary>
/// What is computed: nodes in an order in which every value is written before it is read. Immutable; passes make new
/// graphs. Built by <see cref="GraphBuilder"/>.
/// </summary>
public sealed class Graph
{
    internal Graph(ImmutableArray<Value> inputs, ImmutableArray<Node> nodes, ImmutableArray<GraphOutput> outputs)
    {
        Inputs = inputs;
        Nodes = nodes;
        Outputs = outputs;
        CheckOrder();
    }

    /// <summary>Gets the values that the caller fills before a run.</summary>
    public ImmutableArray<Value> Inputs { get; }

    /// <summary>Gets the nodes in execution order.</summary>
    public ImmutableArray<Node> Nodes { get; }

    /// <summary>Gets the values that the caller reads after a run.</summary>
    public ImmutableArray<GraphOutput> Outputs { get; }

    /// <summary>Gets the output of that name.</summary>
    /// <exception cref="GraphException">There is none.</exception>
    public Value Output(string name)
    {
        foreach (GraphOutput output in Outputs)
        {
            if (output.Name == name)
            {
                return output.Value;
            }
        }

        throw new GraphException($"The graph has no output {name}; it has {string.Join(", ", Outputs.Select(o => o.Name))}.");
    }

    /// <summary>Counts, for each value, the nodes and outputs that read it.</summary>
    internal Dictionary<Value, int> CountUses()
    {
        Dictionary<Value, int> uses = [];
        foreach (Value value in Nodes.SelectMany(node => node.Inputs).Concat(Outputs.Select(output => output.Value)))
        {
            uses[value] = uses.GetValueOrDefault(value) + 1;
        }

        return uses;
    }

    /// <summary>Gives, for each value that a node computes, that node.</summary>
    internal Dictionary<Value, Node> FindWriters() => Nodes
        .SelectMany(node => node.Outputs, (node, value) => (node, value))
        .ToDictionary(pair => pair.value, pair => pair.node);

    private void CheckOrder()
    {
        HashSet<Value> written = [.. Inputs];
        HashSet<string> names = [];
        foreach (Node node in Nodes)
        {
            if (!names.Add(node.Name))
            {
                throw new GraphException($"Two nodes are named {node.Name}.");
            }

            if (node.Op.IsView && node.Inputs[0].IsConstant)
            {
                throw new GraphException($"{node.Name} is a view of the constant {node.Inputs[0]}; a constant has no memory to share.");
            }

            foreach (Value input in node.Inputs)
            {
                if (!input.IsConstant && !written.Contains(input))
                {
                    throw new GraphException($"{node.Name} reads {input.Name} before any node writes it.");
                }
            }

            foreach (Value output in node.Outputs)
            {
                if (!written.Add(output))
                {
                    throw new GraphException($"{node.Name} writes {output.Name} a second time.");
                }
            }
        }

        HashSet<string> outputNames = [];
        foreach (GraphOutput output in Outputs)
        {
            if (!written.Contains(output.Value))
            {
                throw new GraphException($"Output {output.Name} is never written.");
            }

            if (!outputNames.Add(output.Name))
            {
                throw new GraphException($"Two outputs are named {output.Name}.");
            }
        }
    }
}
