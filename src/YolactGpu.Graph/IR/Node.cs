using System.Collections.Immutable;

namespace YolactGpu.Graph.IR;

/// <summary>An op applied to values.</summary>
/// <param name="Name">Unique within its graph; for YOLACT the path of the layer in a checkpoint.</param>
/// <param name="Op">What is computed.</param>
/// <param name="Inputs">What it reads.</param>
/// <param name="Outputs">What it writes.</param>
public sealed record Node(string Name, Op Op, ImmutableArray<Value> Inputs, ImmutableArray<Value> Outputs);
