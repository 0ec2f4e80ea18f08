using System.Collections.Immutable;
using YolactGpu.Model.Configs;

namespace YolactGpu.Model.Weights;

/// <summary>Finds the settings of a ResNet that put deformable convolutions where a file has them.</summary>
internal static class DeformablePlacement
{
    /// <summary>Gives the backbone with the settings, or null where none leads to this placement.</summary>
    /// <param name="backbone">The backbone without deformable blocks.</param>
    /// <param name="isDeformable">Whether a stage's block is.</param>
    public static ResNetConfig? Find(ResNetConfig backbone, Func<int, int, bool> isDeformable)
    {
        for (int interval = 1; interval <= backbone.Blocks.Max(); interval++)
        {
            ResNetConfig candidate = backbone with { DeformableInterval = interval };
            int?[] counts = [.. backbone.Blocks.Select((_, stage) => CountOf(stage, candidate, isDeformable))];
            if (counts.All(count => count is not null))
            {
                return counts.All(count => count == 0)
                    ? backbone
                    : candidate with { DeformableBlocks = [.. counts.Select(count => count!.Value)] };
            }
        }

        return null;
    }

    private static int? CountOf(int stage, ResNetConfig backbone, Func<int, int, bool> isDeformable)
    {
        int blocks = backbone.Blocks[stage];
        for (int count = 0; count <= blocks; count++)
        {
            ImmutableArray<int> counts = [.. backbone.Blocks.Select((_, i) => i == stage ? count : 0)];
            ResNetConfig candidate = backbone with { DeformableBlocks = counts };
            if (Enumerable.Range(0, blocks).All(block => candidate.IsDeformable(stage, block) == isDeformable(stage, block)))
            {
                return count;
            }
        }

        return null;
    }
}
