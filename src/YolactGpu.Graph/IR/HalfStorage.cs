namespace YolactGpu.Graph.IR;

/// <summary>Which tensors of an op, constants apart, may be stored as halves.</summary>
public enum HalfStorage
{
    /// <summary>None.</summary>
    Never,

    /// <summary>The inputs and the output, but only all of them.</summary>
    Together,

    /// <summary>Each input, whatever the others are.</summary>
    Each,
}
