using System.Collections.Immutable;
using ILGPU;
using YolactGpu.Graph.Execution;
using YolactGpu.Graph.IR;
using YolactGpu.Kernels.Boxes;

namespace YolactGpu.Graph.Ops;

/// <summary>
/// Prior boxes of all pyramid levels. Inputs: for each level a constant table [A, 2] of widths and heights (see
/// <see cref="PriorBoxTable"/>). Output: priors [P, 4], centre form, relative. Reads no other input, so it runs once per plan.
/// </summary>
/// <param name="Levels">Cells of each level, shallowest first.</param>
public sealed record PriorBoxOp(ImmutableArray<PyramidLevel> Levels) : Op
{
    /// <inheritdoc/>
    public override ImmutableArray<TensorType> InferTypes(ImmutableArray<TensorType> inputs)
    {
        RequireInputs(inputs, Levels.Length);
        Require(
            inputs.All(table => table.Shape.Rank == 2 && table.Shape[1] == 2),
            $"each table must be [A, 2]: {string.Join(", ", inputs)}.");
        return [TensorType.Float32(Levels.Select((level, i) => level.Height * level.Width * inputs[i].Shape[0]).Sum(), 4)];
    }

    /// <inheritdoc/>
    public override LoweredOp Lower(LoweringContext context, ImmutableArray<Operand> inputs, ImmutableArray<Operand> outputs)
    {
        PriorBox kernel = context.Kernels.Get<PriorBox>();
        ArrayView<float> priors = outputs[0].Floats;
        int priorCount = outputs[0].Shape[0];
        List<(ArrayView<float> Table, PriorBoxShape Shape)> launches = [];
        int first = 0;
        for (int i = 0; i < Levels.Length; i++)
        {
            PriorBoxShape shape = new(Levels[i].Height, Levels[i].Width, inputs[i].Shape[0], first, priorCount);
            launches.Add((inputs[i].Floats, shape));
            first += (int)shape.LevelPriorCount;
        }

        return new LoweredOp(nameof(PriorBox), stream =>
        {
            foreach ((ArrayView<float> table, PriorBoxShape shape) in launches)
            {
                kernel.Launch(stream, table, priors, shape);
            }
        });
    }
}

/// <summary>Cells of one pyramid level.</summary>
/// <param name="Height">Rows.</param>
/// <param name="Width">Columns.</param>
public readonly record struct PyramidLevel(int Height, int Width);
