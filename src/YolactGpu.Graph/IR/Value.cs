namespace YolactGpu.Graph.IR;

/// <summary>One tensor of a graph: an input, a constant, or an output of a node. Compared by identity.</summary>
public sealed class Value
{
    private readonly Func<ReadOnlyMemory<float>>? constant;

    internal Value(string name, TensorType type, Func<ReadOnlyMemory<float>>? constant = null)
    {
        Name = name;
        Type = type;
        this.constant = constant;
    }

    /// <summary>Gets the name, unique within its graph.</summary>
    public string Name { get; }

    /// <summary>Gets the element type and shape.</summary>
    public TensorType Type { get; }

    /// <summary>Gets the shape.</summary>
    public TensorShape Shape => Type.Shape;

    /// <summary>Gets a value indicating whether this is a constant.</summary>
    public bool IsConstant => constant is not null;

    /// <summary>
    /// Fetches the numbers of a constant, row-major, from where they come from: a file, a formula, other constants. Nothing is
    /// kept of them. May be called from several threads at once.
    /// </summary>
    /// <exception cref="GraphException">The value is no constant, or its source gives too few or too many numbers.</exception>
    public ReadOnlyMemory<float> ReadConstant()
    {
        if (constant is null)
        {
            throw new GraphException($"{Name} is no constant; its numbers exist during a run only.");
        }

        ReadOnlyMemory<float> data = constant();
        return data.Length == Shape.Length
            ? data
            : throw new GraphException($"Constant {Name} holds {data.Length} elements; its shape {Type} needs {Shape.Length}.");
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Name} {Type}";
}
