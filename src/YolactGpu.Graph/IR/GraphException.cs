namespace YolactGpu.Graph.IR;

/// <summary>A graph that cannot be built, planned or run as asked; the message names the node and the shapes.</summary>
public sealed class GraphException : Exception
{
    /// <summary>Initializes a new instance of the <see cref="GraphException"/> class.</summary>
    public GraphException(string message)
        : base(message)
    {
    }

    /// <summary>Initializes a new instance of the <see cref="GraphException"/> class.</summary>
    public GraphException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
