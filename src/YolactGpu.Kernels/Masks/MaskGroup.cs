using YolactGpu.Kernels.Convolution;
using YolactGpu.Kernels.Convolution.Simd;

namespace YolactGpu.Kernels.Masks;

/// <summary>The masks that are there, a group of which <see cref="SimdMaskConvolutions"/> takes through all layers.</summary>
internal readonly unsafe ref struct MaskGroup
{
    /// <summary>The most masks of a group: those of three by three pixels then fill blocks of fourteen.</summary>
    public const int Most = 14;

    // Measured: where a map has fewer pixels, those of several masks together are faster.
    private const int FewPixels = 200;

    private readonly MaskConvolutionViews views;
    private readonly MaskConvolutionsShape shape;
    private readonly ReadOnlySpan<int> counts;
    private readonly int alone;

    /// <summary>Initializes a new instance of the <see cref="MaskGroup"/> struct.</summary>
    public MaskGroup(MaskConvolutionViews views, MaskConvolutionsShape shape)
    {
        this.views = views;
        this.shape = shape;
        counts = CpuMemory.Run(views.Counts, 0, shape.Batch);
        foreach (int count in counts)
        {
            Present += Math.Min(count, shape.Detections);
        }

        for (alone = 1; alone < shape.Chain.Count && shape.Chain[alone].Shape.OutputPixels >= FewPixels; alone++)
        {
        }
    }

    /// <summary>Gets the number of masks of all images.</summary>
    public int Present { get; }

    /// <summary>Computes the outputs of some masks.</summary>
    /// <param name="first">First mask, counted through those that are there.</param>
    /// <param name="count">How many.</param>
    public void Compute<TMicro, TSimd, TVector>(int first, int count)
        where TMicro : struct, IMicroKernel
        where TSimd : struct, ISimd<TVector>
        where TVector : unmanaged
    {
        int layers = shape.Chain.Count;
        int* lengths = stackalloc int[ConvolutionChain.Capacity];
        int length = 0;
        for (int i = 0; i < layers; i++)
        {
            // The last output of each mask alone is kept until all are there.
            lengths[i] = (int)shape.Chain[i].Shape.OutputLength * (i < alone - 1 ? 1 : count);
            length += lengths[i];
        }

        using TileMemory memory = new(length, layers);
        float** outputs = stackalloc float*[ConvolutionChain.Capacity];
        for (int i = 0; i < layers; i++)
        {
            outputs[i] = memory.Take(lengths[i]);
        }

        for (int mask = 0; mask < count; mask++)
        {
            float* x = CpuMemory.Pointer(views.Masks) + (DetectionOf(first + mask) * shape.Chain[0].Shape.InputLength);
            MaskRows rows = MaskRows.Of(x, shape.Chain[0].Shape);
            for (int i = 0; i < alone; i++)
            {
                Convolution2DShape own = shape.Chain[i].Shape;
                float* y = outputs[i] + (i == alone - 1 ? mask * own.OutputLength : 0);
                rows = rows.Under(own);
                int skipped = rows.First * own.Stride * own.InputWidth * own.InputChannels;
                int rowLength = own.OutputWidth * own.OutputChannels;
                Convolve<TMicro, TSimd, TVector>(i, rows.Part(own), x + skipped, y + (rows.First * rowLength));
                rows.CopyRest(y, rowLength);
                x = y;
            }
        }

        for (int i = alone; i < layers; i++)
        {
            Convolve<TMicro, TSimd, TVector>(i, shape.Chain[i].Shape with { Batch = count }, outputs[i - 1], outputs[i]);
        }

        Convolution2DShape last = shape.Chain.Last.Shape;
        for (int mask = 0; mask < count; mask++)
        {
            TakeMaximum(
                new ReadOnlySpan<float>(outputs[layers - 1] + (mask * last.OutputLength), (int)last.OutputLength),
                CpuMemory.Run(views.Y, DetectionOf(first + mask), last.OutputChannels));
        }
    }

    /// <summary>Gives the largest number of each channel; a NaN is taken up and then stays.</summary>
    private static void TakeMaximum(ReadOnlySpan<float> pixels, Span<float> maximum)
    {
        pixels[..maximum.Length].CopyTo(maximum);
        for (pixels = pixels[maximum.Length..]; pixels.Length > 0; pixels = pixels[maximum.Length..])
        {
            for (int k = 0; k < maximum.Length; k++)
            {
                float value = pixels[k];
                maximum[k] = value > maximum[k] || float.IsNaN(value) ? value : maximum[k];
            }
        }
    }

    private void Convolve<TMicro, TSimd, TVector>(int layer, Convolution2DShape own, float* x, float* y)
        where TMicro : struct, IMicroKernel
        where TSimd : struct, ISimd<TVector>
        where TVector : unmanaged
    {
        float* weights = CpuMemory.Pointer(views.Weights);
        float* bias = CpuMemory.Pointer(views.Bias);
        SimdWidth width = (SimdWidth)TSimd.Lanes;
        for (int i = 0; i < layer; i++)
        {
            Convolution2DShape before = shape.Chain[i].Shape;
            weights += (nint)before.Taps * width.Block().PaddedColumns(before.OutputChannels);
            bias += before.OutputChannels;
        }

        ConvolutionPointers memory = new(x, weights, bias, null, y);
        SimdTiling tiling = ConvolutionTile.TilingOf(own, MatrixProduct.Plain, width, workers: 1);
        for (int tile = 0; tile < tiling.Tiles; tile++)
        {
            ConvolutionTile.Compute<TMicro, TSimd, TVector>(tile, memory, own, tiling, shape.Chain[layer].Activation);
        }
    }

    /// <summary>Gives where a mask stands among all [N, D].</summary>
    private int DetectionOf(int mask)
    {
        int n = 0;
        for (; mask >= Math.Min(counts[n], shape.Detections); n++)
        {
            mask -= Math.Min(counts[n], shape.Detections);
        }

        return (n * shape.Detections) + mask;
    }
}
