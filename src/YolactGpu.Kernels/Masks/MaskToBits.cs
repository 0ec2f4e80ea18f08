using System.Runtime.CompilerServices;
using ILGPU;
using ILGPU.Runtime;
using YolactGpu.Kernels.Boxes;
using YolactGpu.Kernels.Resampling;

namespace YolactGpu.Kernels.Masks;

/// <summary>Sizes and constants of the binary masks of one image of a batch.</summary>
/// <param name="Assembly">The sizes that the soft masks were assembled with.</param>
/// <param name="Image">n: which image of the batch.</param>
/// <param name="FirstDetection">Rank of the first detection to take.</param>
/// <param name="Detections">Detections to take, from there on: a large image may be done in parts.</param>
/// <param name="ImageHeight">Height of the image in pixels.</param>
/// <param name="ImageWidth">Width of the image in pixels.</param>
/// <param name="Threshold">A pixel is set where the resized mask is above this; 0.5 in YOLACT.</param>
public readonly record struct MaskToBitsShape(
    MaskAssemblyShape Assembly,
    int Image,
    int FirstDetection,
    int Detections,
    int ImageHeight,
    int ImageWidth,
    float Threshold)
{
    /// <summary>Pixels of one word.</summary>
    public const int WordBits = 32;

    /// <summary>Gets the words of one row: image width / 32, rounded up.</summary>
    public int WordsPerRow => (ImageWidth + WordBits - 1) / WordBits;

    /// <summary>Gets the number of words of one mask.</summary>
    public long WordsPerMask => (long)ImageHeight * WordsPerRow;

    /// <summary>Gets the number of words of all masks.</summary>
    public long OutputLength => Detections * WordsPerMask;

    internal void Check<TBox>(
        ArrayView<float> masks,
        ArrayView<TBox> boxes,
        ArrayView<float> scores,
        ArrayView<int> counts,
        ArrayView<uint> bits,
        [CallerArgumentExpression(nameof(boxes))] string? boxesName = null)
        where TBox : unmanaged
    {
        CheckSizes();
        ShapeGuard.HasLength(masks, Assembly.OutputLength);
        ShapeGuard.HasLength(boxes, Assembly.DetectionCount * 4, boxesName);
        ShapeGuard.HasLength(scores, Assembly.DetectionCount);
        ShapeGuard.HasLength(counts, Assembly.Batch);
        ShapeGuard.HasLength(bits, OutputLength);
    }

    private void CheckSizes()
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(Detections);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(ImageHeight);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(ImageWidth);
        ArgumentOutOfRangeException.ThrowIfNegative(Image);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(Image, Assembly.Batch);
        ArgumentOutOfRangeException.ThrowIfNegative(FirstDetection);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(
            FirstDetection, Assembly.Detections - Detections);
    }
}

/// <summary>
/// Soft masks to binary masks at the size of the image, one bit per pixel.
/// <para>bit (d, y, x) = resized mask of detection first + d at (y, x) &gt; threshold; resized by
/// <see cref="BilinearSampling"/>. It is bit x % 32, counted from the least significant, of word x / 32 of its row; the
/// bits behind the last column are 0.</para>
/// <para>masks: [N, D, H, W] float from <see cref="MaskAssembly"/>. cornerBoxes: [N, D, 4], scores: [N, D] float and
/// counts: [N] int as there. bits: [detections, image height, words per row] uint; the mask of a detection which is
/// absent or not above the score threshold is left as it is.</para>
/// <para>Float32: a pixel within 1e-6 of the threshold may fall to either side. Words of which all sampled pixels lie
/// outside the crop become 0 without a look at the mask. Source: postprocess of YOLACT.</para>
/// </summary>
public sealed class MaskToBits : IKernel<MaskToBits>
{
    private readonly Action<AcceleratorStream, Index1D, ArrayView<float>, ArrayView<float>, ArrayView<float>,
        ArrayView<int>, ArrayView<uint>, MaskToBitsShape, int> launch;

    private readonly Grain grain;

    private MaskToBits(Accelerator accelerator)
    {
        launch = accelerator.LoadIndexed<ArrayView<float>, ArrayView<float>, ArrayView<float>, ArrayView<int>,
            ArrayView<uint>, MaskToBitsShape, int>(Kernel);
        grain = new Grain(accelerator);
    }

    /// <inheritdoc/>
    public static MaskToBits Load(Accelerator accelerator) => new(accelerator);

    /// <summary>Queues the masks of one image on <paramref name="stream"/>; it does not wait.</summary>
    /// <exception cref="ArgumentException">A view's length is not what <paramref name="shape"/> says, or it names an
    /// image or a detection that the batch does not hold.</exception>
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

        int wordsPerIndex = grain.Divide(shape.WordsPerRow);
        int count = ShapeGuard.Index(shape.OutputLength / wordsPerIndex, "Words");
        launch(stream, count, masks, cornerBoxes, scores, counts, bits, shape, wordsPerIndex);
    }

    internal static void Kernel(
        Index1D index,
        ArrayView<float> masks,
        ArrayView<float> cornerBoxes,
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

        int height = shape.Assembly.PrototypeHeight;
        int width = shape.Assembly.PrototypeWidth;
        int padding = shape.Assembly.CropPadding;
        MaskCrop crop = shape.Assembly.Crop;
        CornerBox box = BoxGeometry.Load(cornerBoxes, detection);
        int firstColumn = MaskCropping.First(box.X1, box.X2, width, padding, crop);
        int endColumn = MaskCropping.End(box.X1, box.X2, width, padding, crop);
        int firstRow = MaskCropping.First(box.Y1, box.Y2, height, padding, crop);
        int endRow = MaskCropping.End(box.Y1, box.Y2, height, padding, crop);

        float sourceRow = BilinearSampling.Source(
            imageRow - (taken * shape.ImageHeight), height, shape.ImageHeight);
        int top = (int)sourceRow;
        int bottom = IntrinsicMath.Min(top + 1, height - 1);
        float down = sourceRow - top;
        int upperRow = ((detection * height) + top) * width;
        int lowerRow = ((detection * height) + bottom) * width;
        bool isRowOutside = bottom < firstRow || top >= endRow;

        for (int at = first; at < first + wordsPerIndex; at++)
        {
            if (isRowOutside)
            {
                bits[at] = 0;
                continue;
            }

            int firstPixel = (at - (imageRow * shape.WordsPerRow)) * MaskToBitsShape.WordBits;
            int endPixel = IntrinsicMath.Min(firstPixel + MaskToBitsShape.WordBits, shape.ImageWidth);
            int leftmost = (int)BilinearSampling.Source(firstPixel, width, shape.ImageWidth);
            int rightmost = (int)BilinearSampling.Source(endPixel - 1, width, shape.ImageWidth) + 1;
            if (rightmost < firstColumn || leftmost >= endColumn)
            {
                bits[at] = 0;
                continue;
            }

            uint word = 0;
            for (int x = firstPixel; x < endPixel; x++)
            {
                float sourceColumn = BilinearSampling.Source(x, width, shape.ImageWidth);
                int left = (int)sourceColumn;
                int right = IntrinsicMath.Min(left + 1, width - 1);
                float value = BilinearSampling.Blend(
                    masks[upperRow + left],
                    masks[upperRow + right],
                    masks[lowerRow + left],
                    masks[lowerRow + right],
                    down,
                    sourceColumn - left);
                word |= (value > shape.Threshold ? 1u : 0u) << (x - firstPixel);
            }

            bits[at] = word;
        }
    }
}
