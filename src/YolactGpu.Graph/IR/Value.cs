namespace YolactGpu.Graph.IR;

/// <summary>One tensor of a graph: an input, a constant, or an output of a node. Compared by identity.</summary>
public sealed class Value
{
    internal Value(string name, TensorType type, ReadOnlyMemory<float>? constant = null)
    {
        if (constant is { } data && data.Length != type.Shape.Length)
        {
            throw new GraphException($"Constant {name} holds {data.Length} elements; its shape {type} needs {type.Shape.Length}.");
        }

        Name = name;
        Type = type;
        IsConstant = constant is not null;
        Constant = constant;
    }

    /// <summary>Gets the name, unique within its graph.</summary>
    public string Name { get; }

    /// <summary>Gets the element type and shape.</summary>
    public TensorType Type { get; }

    /// <summary>Gets the shape.</summary>
    public TensorShape Shape => Type.Shape;

    /// <summary>Gets a value indicating whether this is a constant.</summary>
    public bool IsConstant { get; }

    /// <summary>Gets the numbers of a constant (row-major); null for other values, and once they were released.</summary>
    public ReadOnlyMemory<float>? Constant { get; private set; }

    /// <summary>Lets go of the numbers; the value stays a constant.</summary>
    internal void ReleaseConstant() => Constant = null;

    /// <inheritdoc/>
    public override string ToString() => $"{Name} {Type}";
}
