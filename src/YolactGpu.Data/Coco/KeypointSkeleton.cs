using System.Collections.Immutable;

namespace YolactGpu.Data.Coco;

/// <summary>What the keypoints of a network are called and how they are joined.</summary>
/// <param name="Names">The names, in the order of an instance's keypoints.</param>
/// <param name="Edges">Pairs of keypoints, each counted from 0.</param>
public sealed record KeypointSkeleton(ImmutableArray<string> Names, ImmutableArray<(int From, int To)> Edges)
{
    /// <summary>The edges as COCO's files have them: keypoints counted from 1.</summary>
    internal int[][] EdgesFromOne => [.. Edges.Select(edge => new[] { edge.From + 1, edge.To + 1 })];
}
