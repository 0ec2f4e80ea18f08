using ILGPU;
using ILGPU.Runtime;
using YolactGpu.Kernels.Resampling;

namespace YolactGpu.Kernels.Masks;

/// <summary>
/// Masks that a network predicts directly, each pasted into its box, as binary masks at the size of the image.
/// <para>bit (d, y, x) = mask of detection first + d, resized to the whole pixels of its box by
/// <see cref="BilinearSampling"/>, at (y − y1, x − x1) &gt; threshold for x1 ≤ x &lt; x2 and y1 ≤ y &lt; y2; 0 outside, and
/// everywhere where the box has no pixels. Bits and words are those of <see cref="MaskToBits"/>.</para>
/// <para>masks: [N, D, H, W] float. pixelBoxes: [N, D, 4] int, inside the image, as <see cref="Boxes.SanitizeBoxes"/> gives
/// them. scores: [N, D] float. counts: [N] int. bits: [detections, image height, words per row] uint; the mask of a detection
/// which is absent or not above the score threshold is left as it is. The assembly's crop is not looked at.</para>
/// <para>Float32: a pixel within 1e-6 of the threshold may fall to either side. Source: postprocess of YOLACT for
/// mask_type.direct.</para>
/// </summary>
public sealed class DirectMaskToBits : IKernel<DirectMaskToBits>
{
    private readonly Action<AcceleratorStream, Index1D, ArrayView<float>, ArrayView<int>, ArrayView<float>,
        ArrayView<int>, ArrayView<uint>, MaskToBitsShape, int> launch;

    private readonly Grain grain;

    private DirectMaskToBits(Accelerator accelerator)
    {
        launch = accelerator.LoadIndexed<ArrayView<float>, ArrayView<int>, ArrayView<float>, ArrayView<int>,
            ArrayView<uint>, MaskToBitsShape, int>(Kernel);
        grain = new Grain(accelerator);
    }

    /// <inheritdoc/>
    public static DirectMaskToBits Load(Accelerator accelerator) => new(accelerator);

    /// <summary>Queues the masks of one image on <paramref name="stream"/>; it does not wait.</summary>
    /// <exception cref="ArgumentException">A view's length is not what <paramref name="shape"/> says, or it names an
    /// image or a detection that the batch does not hold.</exception>
    public void Launch(
        AcceleratorStream stream,
        ArrayView<float> masks,
        ArrayView<int> pixelBoxes,
        ArrayView<float> scores,
        ArrayView<int> counts,
        ArrayView<uint> bits,
        MaskToBitsShape shape)
    {
        shape.Check(masks, pixelBoxes, scores, counts, bits);

        int wordsPerIndex = grain.Divide(shape.WordsPerRow);
        int count = ShapeGuard.Index(shape.OutputLength / wordsPerIndex, "Words");
        launch(stream, count, masks, pixelBoxes, scores, counts, bits, shape, wordsPerIndex);
    }

    internal static void Kernel(
        Index1D index,
        ArrayView<float> masks,
        ArrayView<int> pixelBoxes,
        ArrayView<float> scores,
        ArrayView<int> counts,
        ArrayView<uint> bits,
        MaskToBitsShape shape,
        int wordsPerIndex)
    {
        int first = index.X * wordsPerIndex;
        int imageRow = first / shape.WordsPerRow;
        int taken = imageRow / shape.ImageHeight;
        int rank = shape.FirstDetection + taken;
        int detection = (shape.Image * shape.Assembly.Detections) + rank;
        if (rank >= counts[shape.Image] || scores[detection] <= shape.Assembly.ScoreThreshold)
        {
            return;
        }

        int y = imageRow - (taken * shape.ImageHeight);
        int left = pixelBoxes[detection * 4];
        int top = pixelBoxes[(detection * 4) + 1];
        int right = pixelBoxes[(detection * 4) + 2];
        int bottom = pixelBoxes[(detection * 4) + 3];
        bool isRowInside = left < right && y >= top && y < bottom;
        int height = shape.Assembly.PrototypeHeight;
        int width = shape.Assembly.PrototypeWidth;
        float sourceRow = isRowInside ? BilinearSampling.Source(y - top, height, bottom - top) : 0f;
        int upper = (int)sourceRow;
        int lower = IntrinsicMath.Min(upper + 1, height - 1);
        int upperRow = ((detection * height) + upper) * width;
        int lowerRow = ((detection * height) + lower) * width;

        for (int at = first; at < first + wordsPerIndex; at++)
        {
            uint word = 0;
            int firstPixel = (at - (imageRow * shape.WordsPerRow)) * MaskToBitsShape.WordBits;
            int begin = IntrinsicMath.Max(firstPixel, left);
            int end = isRowInside ? IntrinsicMath.Min(firstPixel + MaskToBitsShape.WordBits, right) : begin;
            for (int x = begin; x < end; x++)
            {
                float sourceColumn = BilinearSampling.Source(x - left, width, right - left);
                int before = (int)sourceColumn;
                int behind = IntrinsicMath.Min(before + 1, width - 1);
                float value = BilinearSampling.Blend(
                    masks[upperRow + before],
                    masks[upperRow + behind],
                    masks[lowerRow + before],
                    masks[lowerRow + behind],
                    sourceRow - upper,
                    sourceColumn - before);
                word |= (value > shape.Threshold ? 1u : 0u) << (x - firstPixel);
            }

            bits[at] = word;
        }
    }
}
