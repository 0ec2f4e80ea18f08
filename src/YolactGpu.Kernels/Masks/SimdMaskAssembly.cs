using System.Numerics;
using System.Runtime.CompilerServices;
using ILGPU;
using ILGPU.Frontend;
using ILGPU.Runtime;
using YolactGpu.Kernels.Elementwise;

namespace YolactGpu.Kernels.Masks;

/// <summary>
/// Soft masks at the resolution of the prototypes on the processor's vectors, for the CPU accelerator: as
/// <see cref="MaskAssembly"/>, the same sums, and of each its activation within 5 units in the last place.
/// <para>An index does a tile of pixels for all detections of an image: the tile's prototypes are turned once, so that a
/// vector holds neighbouring pixels of one prototype, and then stay in the first-level cache.</para>
/// </summary>
public sealed unsafe class SimdMaskAssembly : IKernel<SimdMaskAssembly>
{
    /// <summary>The most prototypes: a tile of one row then takes 128 KiB of the stack.</summary>
    public const int MaximumPrototypes = 1024;

    private const int VectorsPerRow = 4;
    private const int MostRows = 4;
    private const int MostElements = 4096;

    private readonly Action<AcceleratorStream, Index1D, ArrayView<float>, ArrayView<float>, ArrayView<float>,
        ArrayView<float>, ArrayView<int>, ArrayView<float>, MaskAssemblyShape> launch;

    private SimdMaskAssembly(Accelerator accelerator) =>
        launch = accelerator.LoadForCpu<ArrayView<float>, ArrayView<float>, ArrayView<float>, ArrayView<float>,
            ArrayView<int>, ArrayView<float>, MaskAssemblyShape>(CpuKernel);

    private static int TileWidth => VectorsPerRow * Vector<float>.Count;

    /// <inheritdoc/>
    /// <exception cref="NotSupportedException">The accelerator is not ILGPU's CPU accelerator.</exception>
    public static SimdMaskAssembly Load(Accelerator accelerator) => new(accelerator);

    /// <summary>Queues the assembly on <paramref name="stream"/>; it does not wait.</summary>
    /// <exception cref="ArgumentException">As for <see cref="MaskAssembly.Launch"/>; or there are more prototypes than
    /// <see cref="MaximumPrototypes"/>.</exception>
    public void Launch(
        AcceleratorStream stream,
        ArrayView<float> prototypes,
        ArrayView<float> coefficients,
        ArrayView<float> cornerBoxes,
        ArrayView<float> scores,
        ArrayView<int> counts,
        ArrayView<float> masks,
        MaskAssemblyShape shape)
    {
        shape.Check(prototypes, coefficients, cornerBoxes, scores, counts, masks);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(shape.Prototypes, MaximumPrototypes);

        int count = ShapeGuard.Index((long)shape.Batch * TileRows(shape) * TileColumns(shape), "Tiles");
        launch(stream, count, prototypes, coefficients, cornerBoxes, scores, counts, masks, shape);
    }

    internal static void CpuKernel(
        Index1D index,
        ArrayView<float> prototypes,
        ArrayView<float> coefficients,
        ArrayView<float> cornerBoxes,
        ArrayView<float> scores,
        ArrayView<int> counts,
        ArrayView<float> masks,
        MaskAssemblyShape shape) =>
        AssembleTile(index.X, prototypes, coefficients, cornerBoxes, scores, counts, masks, shape);

    [External("assemble_tile")]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    [SkipLocalsInit]
    private static void AssembleTile(
        int index,
        ArrayView<float> prototypes,
        ArrayView<float> coefficients,
        ArrayView<float> cornerBoxes,
        ArrayView<float> scores,
        ArrayView<int> counts,
        ArrayView<float> masks,
        MaskAssemblyShape shape)
    {
        (int tileRow, int tileColumn) = Math.DivRem(index, TileColumns(shape));
        (int n, tileRow) = Math.DivRem(tileRow, TileRows(shape));
        int firstRow = tileRow * RowsPerTile(shape);
        int firstColumn = tileColumn * TileWidth;
        CropWindow tile = new(
            firstColumn,
            firstRow,
            Math.Min(firstColumn + TileWidth, shape.PrototypeWidth),
            Math.Min(firstRow + RowsPerTile(shape), shape.PrototypeHeight));

        int area = shape.PrototypeHeight * shape.PrototypeWidth;
        ReadOnlySpan<float> image = CpuMemory.Run(prototypes, n, area * shape.Prototypes);
        float* turned = stackalloc float[shape.Prototypes * TileWidth * RowsPerTile(shape)];
        bool isTurned = false;
        Span<float> values = stackalloc float[TileWidth];
        for (int rank = 0; rank < Math.Min(counts[n], shape.Detections); rank++)
        {
            int detection = (n * shape.Detections) + rank;
            if (scores[detection] <= shape.ScoreThreshold)
            {
                continue;
            }

            CropWindow inside = CropWindow.Of(CpuMemory.Run(cornerBoxes, detection, 4), shape).Intersect(tile);
            if (!inside.IsEmpty && !isTurned)
            {
                Turn(image, turned, tile, shape);
                isTurned = true;
            }

            Span<float> mask = CpuMemory.Run(masks, detection, area);
            ReadOnlySpan<float> weights = CpuMemory.Run(coefficients, detection, shape.Prototypes);
            for (int row = tile.Top; row < tile.Bottom; row++)
            {
                Span<float> result = mask.Slice((row * shape.PrototypeWidth) + firstColumn, tile.Right - firstColumn);
                if (inside.IsEmpty || row < inside.Top || row >= inside.Bottom)
                {
                    result.Clear();
                    continue;
                }

                Sum(turned + ((row - firstRow) * shape.Prototypes * TileWidth), weights, values);
                VectorActivation.Apply(values, shape.Activation);
                int left = inside.Left - firstColumn;
                int right = inside.Right - firstColumn;
                result[..left].Clear();
                values[left..right].CopyTo(result[left..]);
                result[right..].Clear();
            }
        }
    }

    /// <summary>From [row, column, prototype] to [row, prototype, column]; columns beyond the tile are left as they are.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Turn(ReadOnlySpan<float> image, float* turned, CropWindow tile, MaskAssemblyShape shape)
    {
        for (int row = tile.Top; row < tile.Bottom; row++)
        {
            for (int column = tile.Left; column < tile.Right; column++)
            {
                ReadOnlySpan<float> pixel = image.Slice(
                    ((row * shape.PrototypeWidth) + column) * shape.Prototypes, shape.Prototypes);
                float* to = turned + ((row - tile.Top) * shape.Prototypes * TileWidth) + (column - tile.Left);
                for (int m = 0; m < pixel.Length; m++)
                {
                    to[m * TileWidth] = pixel[m];
                }
            }
        }
    }

    /// <summary>The weighted sums of a row of the tile, in the order of the prototypes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Sum(float* turned, ReadOnlySpan<float> weights, Span<float> sums)
    {
        Vector<float> sum0 = Vector<float>.Zero;
        Vector<float> sum1 = Vector<float>.Zero;
        Vector<float> sum2 = Vector<float>.Zero;
        Vector<float> sum3 = Vector<float>.Zero;
        foreach (float weight in weights)
        {
            Vector<float> w = new(weight);
            sum0 += Vector.Load(turned) * w;
            sum1 += Vector.Load(turned + Vector<float>.Count) * w;
            sum2 += Vector.Load(turned + (2 * Vector<float>.Count)) * w;
            sum3 += Vector.Load(turned + (3 * Vector<float>.Count)) * w;
            turned += TileWidth;
        }

        sum0.CopyTo(sums);
        sum1.CopyTo(sums[Vector<float>.Count..]);
        sum2.CopyTo(sums[(2 * Vector<float>.Count)..]);
        sum3.CopyTo(sums[(3 * Vector<float>.Count)..]);
    }

    private static int RowsPerTile(MaskAssemblyShape shape) =>
        Math.Clamp(MostElements / (shape.Prototypes * TileWidth), 1, MostRows);

    private static int TileRows(MaskAssemblyShape shape) =>
        (shape.PrototypeHeight + RowsPerTile(shape) - 1) / RowsPerTile(shape);

    private static int TileColumns(MaskAssemblyShape shape) => (shape.PrototypeWidth + TileWidth - 1) / TileWidth;
}
