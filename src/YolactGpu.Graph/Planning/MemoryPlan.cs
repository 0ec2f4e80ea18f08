using System.Collections.Immutable;
using YolactGpu.Graph.IR;

namespace YolactGpu.Graph.Planning;

/// <summary>Where one tensor lies in the arena, and during which steps.</summary>
/// <param name="Value">The tensor; views of it share its place, and what is written over it.</param>
/// <param name="Offset">First byte.</param>
/// <param name="Size">Bytes, rounded up to <see cref="ArenaPlanner.Alignment"/>.</param>
/// <param name="FirstStep">Step that writes it; −1 for inputs and for what is computed once.</param>
/// <param name="LastStep">Last step that reads it; the number of steps for outputs.</param>
public readonly record struct ArenaBlock(Value Value, long Offset, long Size, int FirstStep, int LastStep);

/// <summary>The arena of a graph: known before anything is allocated.</summary>
public sealed class MemoryPlan
{
    private readonly Dictionary<Value, ArenaBlock> places;

    internal MemoryPlan(ImmutableArray<ArenaBlock> blocks, Dictionary<Value, ArenaBlock> places, long lowerBound)
    {
        Blocks = blocks;
        this.places = places;
        LowerBoundInBytes = lowerBound;
        SizeInBytes = blocks.Length == 0 ? 0 : blocks.Max(block => block.Offset + block.Size);
    }

    /// <summary>Gets every block, in order of first use.</summary>
    public ImmutableArray<ArenaBlock> Blocks { get; }

    /// <summary>Gets the bytes that the arena takes.</summary>
    public long SizeInBytes { get; }

    /// <summary>Gets the bytes that no plan can do without: the most that is alive at one step.</summary>
    public long LowerBoundInBytes { get; }

    /// <summary>Gets the bytes that the tensors would take if each had memory of its own, but for those that are written over another.</summary>
    public long UnsharedSizeInBytes => Blocks.Sum(block => block.Size);

    /// <summary>Gets where a value lies.</summary>
    public ArenaBlock PlaceOf(Value value) => places[value];
}
