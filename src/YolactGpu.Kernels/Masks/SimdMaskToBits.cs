using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using ILGPU;
using ILGPU.Frontend;
using ILGPU.Runtime;
using YolactGpu.Kernels.Resampling;

namespace YolactGpu.Kernels.Masks;

/// <summary>
/// Soft masks to binary masks at the size of the image on the processor's vectors, for the CPU accelerator: the same
/// bits as <see cref="MaskToBits"/>. An index does a band of rows of one mask; each row of the soft mask is stretched
/// across once, and each row of the image is a blend of two such rows.
/// </summary>
public sealed class SimdMaskToBits : IKernel<SimdMaskToBits>
{
    private const int RowsPerBand = 64;
    private const int WordsPerBand = 32;

    private readonly Action<AcceleratorStream, Index1D, ArrayView<float>, ArrayView<float>, ArrayView<float>,
        ArrayView<int>, ArrayView<uint>, MaskToBitsShape> launch;

    private SimdMaskToBits(Accelerator accelerator) =>
        launch = accelerator.LoadForCpu<ArrayView<float>, ArrayView<float>, ArrayView<float>, ArrayView<int>,
            ArrayView<uint>, MaskToBitsShape>(CpuKernel);

    /// <inheritdoc/>
    /// <exception cref="NotSupportedException">The accelerator is not ILGPU's CPU accelerator.</exception>
    public static SimdMaskToBits Load(Accelerator accelerator) => new(accelerator);

    /// <summary>Queues the masks of one image on <paramref name="stream"/>; it does not wait.</summary>
    /// <exception cref="ArgumentException">As for <see cref="MaskToBits.Launch"/>.</exception>
    public void Launch(
        AcceleratorStream stream,
        ArrayView<float> masks,
        ArrayView<float> cornerBoxes,
        ArrayView<float> scores,
        ArrayView<int> counts,
        ArrayView<uint> bits,
        MaskToBitsShape shape)
    {
        shape.Check(masks, cornerBoxes, scores, counts, bits);

        int count = ShapeGuard.Index((long)shape.Detections * BandRows(shape) * BandColumns(shape), "Bands");
        launch(stream, count, masks, cornerBoxes, scores, counts, bits, shape);
    }

    internal static void CpuKernel(
        Index1D index,
        ArrayView<float> masks,
        ArrayView<float> cornerBoxes,
        ArrayView<float> scores,
        ArrayView<int> counts,
        ArrayView<uint> bits,
        MaskToBitsShape shape) =>
        BandToBits(index.X, masks, cornerBoxes, scores, counts, bits, shape);

    [External("band_to_bits")]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    [SkipLocalsInit]
    private static void BandToBits(
        int index,
        ArrayView<float> masks,
        ArrayView<float> cornerBoxes,
        ArrayView<float> scores,
        ArrayView<int> counts,
        ArrayView<uint> bits,
        MaskToBitsShape shape)
    {
        (int bandRow, int bandColumn) = Math.DivRem(index, BandColumns(shape));
        (int taken, bandRow) = Math.DivRem(bandRow, BandRows(shape));
        int rank = shape.FirstDetection + taken;
        int detection = (shape.Image * shape.Assembly.Detections) + rank;
        if (rank >= counts[shape.Image] || scores[detection] <= shape.Assembly.ScoreThreshold)
        {
            return;
        }

        int height = shape.Assembly.PrototypeHeight;
        int width = shape.Assembly.PrototypeWidth;
        CropWindow crop = CropWindow.Of(CpuMemory.Run(cornerBoxes, detection, 4), shape.Assembly);
        ReadOnlySpan<float> mask = CpuMemory.Run(masks, detection, height * width);
        Span<uint> words = CpuMemory.Run(bits, taken, (int)shape.WordsPerMask);
        int bandWord = bandColumn * WordsPerBand;
        int endBandWord = Math.Min(bandWord + WordsPerBand, shape.WordsPerRow);
        (int firstWord, int endWord) = WordsInside(bandWord, endBandWord, crop, shape);

        const int Capacity = WordsPerBand * MaskToBitsShape.WordBits;
        int pixels = (endWord - firstWord) * MaskToBitsShape.WordBits;
        ColumnSamples samples = new((stackalloc int[Capacity])[..pixels], (stackalloc float[Capacity])[..pixels]);
        samples.Fill(firstWord * MaskToBitsShape.WordBits, width, shape.ImageWidth);

        // Rows of the mask, stretched: one of an even number, one of an odd number.
        Span<float> stretched = stackalloc float[2 * Capacity];
        Span<int> stretchedRows = [-1, -1];
        int endRow = Math.Min((bandRow + 1) * RowsPerBand, shape.ImageHeight);
        for (int y = bandRow * RowsPerBand; y < endRow; y++)
        {
            Span<uint> result = words.Slice((y * shape.WordsPerRow) + bandWord, endBandWord - bandWord);
            float sourceRow = BilinearSampling.Source(y, height, shape.ImageHeight);
            int top = (int)sourceRow;
            int bottom = Math.Min(top + 1, height - 1);
            if (bottom < crop.Top || top >= crop.Bottom || pixels == 0)
            {
                result.Clear();
                continue;
            }

            for (int row = top; row <= bottom; row++)
            {
                if (stretchedRows[row & 1] != row)
                {
                    samples.Stretch(mask.Slice(row * width, width), stretched.Slice((row & 1) * Capacity, pixels));
                    stretchedRows[row & 1] = row;
                }
            }

            result[..(firstWord - bandWord)].Clear();
            Blend(
                stretched.Slice((top & 1) * Capacity, pixels),
                stretched.Slice((bottom & 1) * Capacity, pixels),
                sourceRow - top,
                shape.Threshold,
                result[(firstWord - bandWord)..(endWord - bandWord)]);
            result[(endWord - bandWord)..].Clear();
        }
    }

    /// <summary>The words of which a sampled pixel lies inside the crop; as <see cref="MaskToBits"/> has it.</summary>
    private static (int First, int End) WordsInside(int first, int end, CropWindow crop, MaskToBitsShape shape)
    {
        int width = shape.Assembly.PrototypeWidth;
        while (first < end && LastPixel(first) + 1 < crop.Left)
        {
            first++;
        }

        while (first < end && SourceColumn((end - 1) * MaskToBitsShape.WordBits) >= crop.Right)
        {
            end--;
        }

        return (first, end);

        int LastPixel(int word) =>
            SourceColumn(Math.Min((word + 1) * MaskToBitsShape.WordBits, shape.ImageWidth) - 1);

        int SourceColumn(int pixel) => (int)BilinearSampling.Source(pixel, width, shape.ImageWidth);
    }

    /// <summary>Blends two rows, compares, and packs 32 pixels to a word.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static unsafe void Blend(
        ReadOnlySpan<float> upper, ReadOnlySpan<float> lower, float down, float threshold, Span<uint> words)
    {
        fixed (float* above = upper, below = lower)
        {
            for (int word = 0; word < words.Length; word++)
            {
                float* a = above + (word * MaskToBitsShape.WordBits);
                float* b = below + (word * MaskToBitsShape.WordBits);
                words[word] = Reaching(a, b, down, threshold)
                    | (Reaching(a + 8, b + 8, down, threshold) << 8)
                    | (Reaching(a + 16, b + 16, down, threshold) << 16)
                    | (Reaching(a + 24, b + 24, down, threshold) << 24);
            }
        }
    }

    /// <summary>One bit for each of eight pixels: whether the blend is above the threshold.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe uint Reaching(float* above, float* below, float down, float threshold)
    {
        Vector256<float> value = ((1f - down) * Vector256.Load(above)) + (down * Vector256.Load(below));
        return Vector256.GreaterThan(value, Vector256.Create(threshold)).ExtractMostSignificantBits();
    }

    private static int BandRows(MaskToBitsShape shape) => (shape.ImageHeight + RowsPerBand - 1) / RowsPerBand;

    private static int BandColumns(MaskToBitsShape shape) => (shape.WordsPerRow + WordsPerBand - 1) / WordsPerBand;
}
