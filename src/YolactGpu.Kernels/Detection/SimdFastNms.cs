using System.Numerics;
using System.Runtime.CompilerServices;
using ILGPU;
using ILGPU.Frontend;
using ILGPU.Runtime;

namespace YolactGpu.Kernels.Detection;

/// <summary>
/// Fast NMS on the processor's vectors, for the CPU accelerator: the same result as <see cref="FastNms"/>, one class of
/// one image per index. Its boxes are gathered once, coordinate by coordinate; each is then held against all better ones,
/// a vector of them at a time.
/// </summary>
public sealed class SimdFastNms : IKernel<SimdFastNms>
{
    private readonly Action<AcceleratorStream, Index1D, ArrayView<float>, ArrayView<int>, ArrayView<float>,
        ArrayView<float>, FastNmsShape> launch;

    private SimdFastNms(Accelerator accelerator) =>
        launch = accelerator.LoadForCpu<ArrayView<float>, ArrayView<int>, ArrayView<float>, ArrayView<float>,
            FastNmsShape>(CpuKernel);

    /// <inheritdoc/>
    /// <exception cref="NotSupportedException">The accelerator is not ILGPU's CPU accelerator.</exception>
    public static SimdFastNms Load(Accelerator accelerator) => new(accelerator);

    /// <summary>Queues the suppression on <paramref name="stream"/>; it does not wait.</summary>
    /// <exception cref="ArgumentException">As for <see cref="FastNms.Launch"/>; or there are more candidates per class
    /// than <see cref="TopKShape.MaximumCount"/>.</exception>
    public void Launch(
        AcceleratorStream stream,
        ArrayView<float> scores,
        ArrayView<int> priorIndices,
        ArrayView<float> cornerBoxes,
        ArrayView<float> survivors,
        FastNmsShape shape)
    {
        shape.Check(scores, priorIndices, cornerBoxes, survivors);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(shape.Count, TopKShape.MaximumCount);

        launch(stream, shape.Batch * shape.Classes, scores, priorIndices, cornerBoxes, survivors, shape);
    }

    internal static void CpuKernel(
        Index1D index,
        ArrayView<float> scores,
        ArrayView<int> priorIndices,
        ArrayView<float> cornerBoxes,
        ArrayView<float> survivors,
        FastNmsShape shape) =>
        SuppressClass(index.X, scores, priorIndices, cornerBoxes, survivors, shape);

    [External("suppress_class")]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    [SkipLocalsInit]
    private static void SuppressClass(
        int index,
        ArrayView<float> scores,
        ArrayView<int> priorIndices,
        ArrayView<float> cornerBoxes,
        ArrayView<float> survivors,
        FastNmsShape shape)
    {
        ReadOnlySpan<float> candidates = CpuMemory.Run(scores, index, shape.Count);
        Span<float> results = CpuMemory.Run(survivors, index, shape.Count);
        int count = candidates.LastIndexOfAnyInRange(0f, float.PositiveInfinity) + 1;

        int length = (count + Vector<float>.Count - 1) / Vector<float>.Count * Vector<float>.Count;
        Span<float> memory = stackalloc float[4 * length];
        BoxColumns boxes = new(memory[..length], memory[length..], memory[(2 * length)..], memory[(3 * length)..]);
        boxes.Gather(
            CpuMemory.Run(cornerBoxes, index / shape.Classes, shape.Priors * 4),
            CpuMemory.Run(priorIndices, index, shape.Count)[..count]);

        for (int j = 0; j < count; j++)
        {
            results[j] = candidates[j] >= 0 && !boxes.IsOverlapped(j, shape.Threshold) ? candidates[j] : -1f;
        }

        results[count..].Fill(-1f);
    }

    /// <summary>Boxes with each coordinate in a row of its own; the rows have room for whole vectors.</summary>
    private readonly ref struct BoxColumns(Span<float> x1, Span<float> y1, Span<float> x2, Span<float> y2)
    {
        private readonly Span<float> x1 = x1;
        private readonly Span<float> y1 = y1;
        private readonly Span<float> x2 = x2;
        private readonly Span<float> y2 = y2;

        public void Gather(ReadOnlySpan<float> cornerBoxes, ReadOnlySpan<int> indices)
        {
            for (int j = 0; j < indices.Length; j++)
            {
                ReadOnlySpan<float> box = cornerBoxes.Slice(indices[j] * 4, 4);
                x1[j] = box[0];
                y1[j] = box[1];
                x2[j] = box[2];
                y2[j] = box[3];
            }
        }

        /// <summary>Whether one of the first j boxes overlaps box j by more than the threshold, or by NaN.</summary>
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public bool IsOverlapped(int j, float threshold)
        {
            Vector<float> left = new(x1[j]);
            Vector<float> top = new(y1[j]);
            Vector<float> right = new(x2[j]);
            Vector<float> bottom = new(y2[j]);
            Vector<float> area = (right - left) * (bottom - top);
            for (int i = 0; i < j; i += Vector<float>.Count)
            {
                // A NaN coordinate that a minimum or maximum drops makes the area, and so the overlap, NaN.
                Vector<float> otherLeft = new(x1[i..]);
                Vector<float> otherTop = new(y1[i..]);
                Vector<float> otherRight = new(x2[i..]);
                Vector<float> otherBottom = new(y2[i..]);
                Vector<float> width = Vector.MinNative(right, otherRight) - Vector.MaxNative(left, otherLeft);
                Vector<float> height = Vector.MinNative(bottom, otherBottom) - Vector.MaxNative(top, otherTop);
                Vector<float> intersection =
                    Vector.MaxNative(width, Vector<float>.Zero) * Vector.MaxNative(height, Vector<float>.Zero);
                Vector<float> otherArea = (otherRight - otherLeft) * (otherBottom - otherTop);
                Vector<float> overlap = intersection / (area + otherArea - intersection);
                Vector<int> dropped = Vector.GreaterThan(overlap, new Vector<float>(threshold))
                    | ~Vector.Equals(overlap, overlap);
                if (j - i < Vector<float>.Count)
                {
                    dropped &= Vector.LessThan(Vector<int>.Indices, new Vector<int>(j - i));
                }

                if (dropped != Vector<int>.Zero)
                {
                    return true;
                }
            }

            return false;
        }
    }
}
