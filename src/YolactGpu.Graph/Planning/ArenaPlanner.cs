using YolactGpu.Graph.IR;

namespace YolactGpu.Graph.Planning;

/// <summary>
/// Gives tensors that are never alive together the same memory. A sum is written over an addend that nothing else needs, which saves the
/// processor from fetching what it is about to overwrite. Then largest first, each at the lowest offset that is free
/// over its whole life (greedy by size, as in Pisarchyk and Lee, "Efficient memory management for deep neural net
/// inference", 2020).
/// </summary>
public static class ArenaPlanner
{
    /// <summary>Blocks begin at multiples of this many bytes: a cache line pair on CPUs, a memory transaction on GPUs.</summary>
    public const long Alignment = 256;

    /// <summary>Plans the arena of a graph.</summary>
    public static MemoryPlan Plan(IR.Graph graph)
    {
        Dictionary<Value, Value> owners = FindOwners(graph);
        Dictionary<Value, Life> ofOwners = FindLives(graph, owners);
        WriteOverInputs(graph, owners, ofOwners);
        List<ArenaBlock> lives =
        [
            .. ofOwners.Select(pair => new ArenaBlock(
                pair.Key, 0, (pair.Key.Type.SizeInBytes + Alignment - 1) / Alignment * Alignment, pair.Value.First, pair.Value.Last)),
        ];
        List<ArenaBlock> placed = [];
        foreach (ArenaBlock life in lives.OrderByDescending(block => block.Size).ThenBy(block => block.FirstStep))
        {
            placed.Add(life with { Offset = LowestFreeOffset(life, placed) });
        }

        Dictionary<Value, ArenaBlock> ofOwner = placed.ToDictionary(block => block.Value);
        return new MemoryPlan(
            [.. placed.OrderBy(block => block.FirstStep).ThenBy(block => block.Offset)],
            owners.ToDictionary(pair => pair.Key, pair => ofOwner[pair.Value]),
            LowerBound(lives, graph.Nodes.Length));
    }

    private static Dictionary<Value, Value> FindOwners(IR.Graph graph)
    {
        Dictionary<Value, Value> owners = graph.Inputs.ToDictionary(input => input);
        foreach (Node node in graph.Nodes)
        {
            foreach (Value output in node.Outputs)
            {
                owners.Add(output, node.Op.IsView ? owners[node.Inputs[0]] : output);
            }
        }

        return owners;
    }

    private static Dictionary<Value, Life> FindLives(IR.Graph graph, Dictionary<Value, Value> owners)
    {
        Dictionary<Value, Life> lives = graph.Inputs.ToDictionary(input => input, _ => new Life(-1, -1));
        for (int step = 0; step < graph.Nodes.Length; step++)
        {
            Node node = graph.Nodes[step];
            foreach (Value output in node.Outputs.Where(output => owners[output] == output))
            {
                // What depends on nothing is computed once, before the first run, and must outlive every run.
                lives[output] = ExecutesOnce(node) ? new Life(-1, graph.Nodes.Length) : new Life(step, step);
            }

            foreach (Value input in node.Inputs.Where(input => !input.IsConstant))
            {
                Life life = lives[owners[input]];
                lives[owners[input]] = life with { Last = Math.Max(life.Last, step) };
            }
        }

        foreach (GraphOutput output in graph.Outputs)
        {
            lives[owners[output.Value]] = lives[owners[output.Value]] with { Last = graph.Nodes.Length };
        }

        return lives;
    }

    /// <summary>Lets outputs live on in the memory of the inputs that they may be written over.</summary>
    private static void WriteOverInputs(IR.Graph graph, Dictionary<Value, Value> owners, Dictionary<Value, Life> lives)
    {
        for (int step = 0; step < graph.Nodes.Length; step++)
        {
            Node node = graph.Nodes[step];
            int[] fitting = [.. node.Op.OverwritableInputs.Where(input => CanWriteOver(node, input, step, owners, lives))];
            if (fitting.Length == 0)
            {
                continue;
            }

            Value output = node.Outputs[0];
            Value owner = owners[node.Inputs[fitting[0]]];
            lives[owner] = lives[owner] with { Last = lives[output].Last };
            lives.Remove(output);
            foreach (Value value in owners.Keys.Where(value => owners[value] == output).ToArray())
            {
                owners[value] = owner;
            }
        }
    }

    private static bool CanWriteOver(Node node, int input, int step, Dictionary<Value, Value> owners, Dictionary<Value, Life> lives)
    {
        Value value = node.Inputs[input];
        if (value.IsConstant || value.Type != node.Outputs[0].Type)
        {
            return false;
        }

        Value owner = owners[value];
        bool isReadOtherwise = node.Inputs.Where((other, i) => i != input && !other.IsConstant).Any(other => owners[other] == owner);
        return !isReadOtherwise
            && owner.Type.SizeInBytes == value.Type.SizeInBytes
            && lives[owner].First >= 0
            && lives[owner].Last == step;
    }

    /// <summary>Tells whether a node reads no input and no other node, so that one execution serves every run.</summary>
    internal static bool ExecutesOnce(Node node) => node.Inputs.All(input => input.IsConstant);

    private static long LowestFreeOffset(ArenaBlock life, List<ArenaBlock> placed)
    {
        long offset = 0;
        foreach (ArenaBlock other in placed
            .Where(other => other.FirstStep <= life.LastStep && life.FirstStep <= other.LastStep)
            .OrderBy(other => other.Offset))
        {
            if (offset + life.Size <= other.Offset)
            {
                break;
            }

            offset = Math.Max(offset, other.Offset + other.Size);
        }

        return offset;
    }

    private static long LowerBound(List<ArenaBlock> lives, int steps) =>
        Enumerable.Range(-1, steps + 2).Max(step =>
            lives.Where(life => life.FirstStep <= step && step <= life.LastStep).Sum(life => life.Size));

    /// <summary>The steps from writing a tensor to reading it last.</summary>
    private readonly record struct Life(int First, int Last);
}
