using ILGPU;
using ILGPU.Runtime;

namespace YolactGpu.Kernels.Boxes;

/// <summary>Sizes of the priors of one pyramid level and their place among those of all levels.</summary>
/// <param name="LevelHeight">H: rows of cells.</param>
/// <param name="LevelWidth">W: cells in a row.</param>
/// <param name="AnchorsPerCell">A.</param>
/// <param name="FirstPrior">Row of the output at which this level begins.</param>
/// <param name="PriorCount">P: priors of all levels.</param>
public readonly record struct PriorBoxShape(
    int LevelHeight, int LevelWidth, int AnchorsPerCell, int FirstPrior, int PriorCount)
{
    /// <summary>Gets the priors of this level: H·W·A.</summary>
    public long LevelPriorCount => (long)LevelHeight * LevelWidth * AnchorsPerCell;
}

/// <summary>
/// Prior boxes of one pyramid level.
/// <para>priors[first + (j·W + i)·A + a] = ((i + ½) / W, (j + ½) / H, table[a, 0], table[a, 1]).</para>
/// <para>table: [A, 2] float from <see cref="PriorBoxTable"/>. priors: [P, 4] float, centre form (cx cy w h), relative
/// to the image; the rows of other levels are left as they are.</para>
/// <para>Correctly rounded, so equal to the original's doubles rounded to float; on OpenCL within the 2.5 units in the
/// last place that its division may err.</para>
/// <para>Source: PriorBox of YOLACT's prediction heads.</para>
/// </summary>
public sealed class PriorBox : IKernel<PriorBox>
{
    private readonly Action<AcceleratorStream, Index1D, ArrayView<float>, ArrayView<float>, PriorBoxShape, int> launch;
    private readonly Grain grain;

    private PriorBox(Accelerator accelerator)
    {
        launch = accelerator.LoadIndexed<ArrayView<float>, ArrayView<float>, PriorBoxShape, int>(Kernel);
        grain = new Grain(accelerator);
    }

    /// <inheritdoc/>
    public static PriorBox Load(Accelerator accelerator) => new(accelerator);

    /// <summary>Queues the priors of one level on <paramref name="stream"/>; it does not wait.</summary>
    /// <exception cref="ArgumentException">A view's length is not what <paramref name="shape"/> says, or the level does
    /// not fit among the priors.</exception>
    public void Launch(
        AcceleratorStream stream, ArrayView<float> table, ArrayView<float> priors, PriorBoxShape shape)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(shape.LevelHeight);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(shape.LevelWidth);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(shape.AnchorsPerCell);
        ShapeGuard.HasLength(table, (long)shape.AnchorsPerCell * 2);
        ShapeGuard.HasLength(priors, (long)shape.PriorCount * 4);
        if (shape.FirstPrior < 0 || shape.FirstPrior + shape.LevelPriorCount > shape.PriorCount)
        {
            throw new ArgumentException($"{shape} reaches beyond the priors that it writes into.");
        }

        int cellsPerIndex = grain.Divide(shape.LevelWidth);
        launch(stream, shape.LevelHeight * shape.LevelWidth / cellsPerIndex, table, priors, shape, cellsPerIndex);
    }

    internal static void Kernel(
        Index1D index, ArrayView<float> table, ArrayView<float> priors, PriorBoxShape shape, int cellsPerIndex)
    {
        int firstCell = index.X * cellsPerIndex;
        for (int cell = firstCell; cell < firstCell + cellsPerIndex; cell++)
        {
            int row = cell / shape.LevelWidth;
            int column = cell - (row * shape.LevelWidth);
            float centerX = (column + 0.5f) / shape.LevelWidth;
            float centerY = (row + 0.5f) / shape.LevelHeight;
            for (int a = 0; a < shape.AnchorsPerCell; a++)
            {
                int at = (shape.FirstPrior + (cell * shape.AnchorsPerCell) + a) * 4;
                priors[at] = centerX;
                priors[at + 1] = centerY;
                priors[at + 2] = table[a * 2];
                priors[at + 3] = table[(a * 2) + 1];
            }
        }
    }
}
