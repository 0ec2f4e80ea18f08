using System.Collections.Immutable;
using YolactGpu.Graph.IR;
using YolactGpu.Graph.Ops;
using YolactGpu.Kernels.Boxes;
using YolactGpu.Model.Configs;

namespace YolactGpu.Model.Heads;

/// <summary>
/// The priors of a configuration over the levels of its pyramid. Where images keep their aspect ratio, pixel scales are those of the
/// square as in the original, whatever the shape of the input.
/// </summary>
internal static class PriorBoxes
{
    public static Value Build(GraphBuilder graph, ImmutableArray<Value> levels, YolactConfig config)
    {
        ImmutableArray<PyramidLevel> cells = [.. levels.Select(level => new PyramidLevel(level.Shape[1], level.Shape[2]))];
        Value[] tables = [.. cells.Select((level, i) => Table(i, level, config))];
        return graph.Add("priors", new PriorBoxOp(cells), tables);
    }

    private static Value Table(int index, PyramidLevel level, YolactConfig config)
    {
        AnchorConfig anchors = config.Anchors;
        PriorBoxTable table = new()
        {
            Scales = anchors.Scales[index],
            AspectRatios = [.. anchors.AspectRatios[index].Select(group => (IReadOnlyList<double>)group)],
            RatiosAreRoots = anchors.PreapplySquareRoot,
            UsePixelScales = anchors.UsePixelScales,
            UseSquareAnchors = anchors.UseSquareAnchors,
        };
        InputShape input = config.Input;
        float[] sizes = table.Compute(input.Width, input.Height, level.Width, level.Height);

        // Named with what the numbers depend on: plans of other sizes share the model's constants.
        string name = $"priors.{index}.table at {(anchors.UsePixelScales ? input : new InputShape(level.Width, level.Height))}";
        return GraphBuilder.Constant(name, new TensorShape(table.AnchorsPerCell, 2), sizes);
    }
}
