using System.Collections.Immutable;

namespace YolactGpu.Graph.IR;

/// <summary>Builds a <see cref="Graph"/> node by node; shapes are inferred, and checked, as nodes are added.</summary>
public sealed class GraphBuilder
{
    private readonly ImmutableArray<Value>.Builder inputs = ImmutableArray.CreateBuilder<Value>();
    private readonly ImmutableArray<Node>.Builder nodes = ImmutableArray.CreateBuilder<Node>();
    private readonly ImmutableArray<GraphOutput>.Builder outputs = ImmutableArray.CreateBuilder<GraphOutput>();

    /// <summary>Adds an input.</summary>
    public Value Input(string name, TensorType type)
    {
        Value value = new(name, type);
        inputs.Add(value);
        return value;
    }

    /// <summary>Adds a node with one output and gives that output, which takes the node's name.</summary>
    public Value Add(string name, Op op, params ReadOnlySpan<Value> operands)
    {
        ImmutableArray<Value> results = AddMany(name, op, operands);
        return results.Length == 1
            ? results[0]
            : throw new GraphException($"{name}: {op.Name} has {results.Length} outputs; use AddMany.");
    }

    /// <summary>Adds a node and gives all its outputs.</summary>
    public ImmutableArray<Value> AddMany(string name, Op op, params ReadOnlySpan<Value> operands)
    {
        ImmutableArray<Value> read = [.. operands];
        ImmutableArray<TensorType> types;
        try
        {
            types = op.InferTypes([.. read.Select(value => value.Type)]);
        }
        catch (GraphException e)
        {
            throw new GraphException($"{name}: {e.Message} Inputs: {string.Join(", ", read)}.", e);
        }

        ImmutableArray<Value> written =
            [.. types.Select((type, i) => new Value(types.Length == 1 ? name : $"{name}:{i}", type))];
        nodes.Add(new Node(name, op, read, written));
        return written;
    }

    /// <summary>Names a value that the caller reads after a run.</summary>
    public void Output(string name, Value value) => outputs.Add(new GraphOutput(name, value));

    /// <summary>Gives the graph as built so far.</summary>
    public Graph Build() => new(inputs.ToImmutable(), nodes.ToImmutable(), outputs.ToImmutable());

    /// <summary>Makes a constant, for example a weight; it belongs to the nodes that read it.</summary>
    /// <param name="name">Unique within the model: packed forms are shared between plans by this name.</param>
    /// <param name="shape">Sizes.</param>
    /// <param name="data">Numbers, row-major; kept, not copied.</param>
    /// <exception cref="GraphException">The shape needs more or fewer numbers.</exception>
    public static Value Constant(string name, TensorShape shape, ReadOnlyMemory<float> data)
    {
        Value value = Constant(name, shape, () => data);
        value.ReadConstant();
        return value;
    }

    /// <summary>Makes a constant whose numbers are fetched only when a plan is compiled that needs them.</summary>
    /// <param name="name">Unique within the model: packed forms are shared between plans by this name.</param>
    /// <param name="shape">Sizes.</param>
    /// <param name="read">Gives the numbers, row-major; the same ones whenever it is called, from any thread.</param>
    public static Value Constant(string name, TensorShape shape, Func<ReadOnlyMemory<float>> read) =>
        new(name, new TensorType(ElementType.Float32, shape), read);
}
