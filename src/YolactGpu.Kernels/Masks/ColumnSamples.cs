using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using YolactGpu.Kernels.Resampling;

namespace YolactGpu.Kernels.Masks;

/// <summary>
/// Where neighbouring pixels of an image fall on a row of a mask, for kernels of the CPU accelerator:
/// <see cref="BilinearSampling"/> along the row. Pixels come in whole vectors; those behind the image's last column
/// become NaN.
/// </summary>
internal ref struct ColumnSamples(Span<int> left, Span<float> across)
{
    private readonly Span<int> left = left;
    private readonly Span<float> across = across;
    private int width;

    /// <summary>Whether the neighbours of each vector of pixels fit into one vector of the mask.</summary>
    private bool areNear;

    private static int Lanes => Vector256<float>.Count;

    /// <summary>Finds the neighbours of as many pixels as there is room for.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Fill(int firstPixel, int maskWidth, int imageWidth)
    {
        width = maskWidth;
        areNear = width >= Lanes;
        float scale = (float)maskWidth / imageWidth;
        Vector256<int> last = Vector256.Create(maskWidth - 1);
        for (int i = 0; i < left.Length; i += Lanes)
        {
            Vector256<int> pixels = Vector256.Create(firstPixel + i) + Vector256<int>.Indices;
            Vector256<float> source = ((Vector256.ConvertToSingle(pixels) + Vector256.Create(0.5f)) * scale)
                - Vector256.Create(0.5f);
            source = Vector256.Max(source, Vector256<float>.Zero);
            Vector256<int> whole = Vector256.Min(Vector256.ConvertToInt32Native(source), last);
            Vector256<float> weight = Vector256.ConditionalSelect(
                Vector256.LessThan(pixels, Vector256.Create(imageWidth)).AsSingle(),
                source - Vector256.ConvertToSingle(whole),
                Vector256.Create(float.NaN));
            whole.CopyTo(left[i..]);
            weight.CopyTo(across[i..]);
            areNear &= Math.Min(left[i + Lanes - 1] + 1, maskWidth - 1) - left[i] < Lanes;
        }
    }

    /// <summary>Blends each pixel's two neighbours on a row of the mask.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly unsafe void Stretch(ReadOnlySpan<float> row, Span<float> result)
    {
        if (!areNear)
        {
            StretchFar(row, result);
            return;
        }

        Vector256<int> last = Vector256.Create(width - 1);
        fixed (float* from = row, weights = across, to = result)
        fixed (int* columns = left)
        {
            for (int i = 0; i < result.Length; i += Lanes)
            {
                // The vector of the mask ends with its row at the latest.
                int first = Math.Min(columns[i], width - Lanes);
                Vector256<float> near = Vector256.Load(from + first);
                Vector256<int> leftColumns = Vector256.Load(columns + i);
                Vector256<int> rightColumns = Vector256.Min(leftColumns + Vector256<int>.One, last);
                Vector256<int> offset = Vector256.Create(first);
                Vector256<float> weight = Vector256.Load(weights + i);
                Vector256<float> value =
                    ((Vector256<float>.One - weight) * Vector256.ShuffleNative(near, leftColumns - offset))
                    + (weight * Vector256.ShuffleNative(near, rightColumns - offset));
                Vector256.Store(value, to + i);
            }
        }
    }

    private readonly void StretchFar(ReadOnlySpan<float> row, Span<float> result)
    {
        for (int i = 0; i < result.Length; i++)
        {
            int right = Math.Min(left[i] + 1, width - 1);
            result[i] = ((1f - across[i]) * row[left[i]]) + (across[i] * row[right]);
        }
    }
}
