namespace YolactGpu.Kernels.Convolution.Simd;

/// <summary>Predicts whether Winograd's algorithm pays for a layer.</summary>
public static class WinogradTime
{
    // Measured on layers of 64 to 512 channels: what the transforms of a patch cost per channel, in multiplications of
    // one plane. With it the predictions are within 15 % of the measured ratios, from 5 x 5 to 138 x 138 pixels.
    private const double TransformCost = 25;

    // Measured: a patch of F(6x6) has so many planes that those of a block of patches fall out of the second cache.
    private const double SpilledCache = 1.15;

    // Fewer patches than these are multiplied faster than memory delivers the weights: at 200 GFLOP/s and 20 GB/s of two cores.
    private const int FewestPatches = 20;

    // Measured: what blurring an output costs more than enlarging, in multiplications of one plane.
    private const double BlurCost = 10;

    /// <summary>
    /// Gives the expected time of <see cref="WinogradConvolution2D"/> as a part of that of <see cref="SimdConvolution2D"/>:
    /// multiplications, padding to whole blocks included, and the transforms, which are many where channels are few.
    /// </summary>
    /// <param name="shape">A shape that fits.</param>
    /// <param name="size">Which of the algorithms.</param>
    /// <param name="width">Vector width.</param>
    public static double RelativeToDirect(Convolution2DShape shape, WinogradSize size, SimdWidth width) =>
        Of([shape], size, width) / OfDirect(shape, width);

    /// <summary>Gives the expected time for some maps together, whose patches are one list, in multiplications.</summary>
    /// <param name="shapes">Shapes that fit and differ in height and width alone.</param>
    /// <param name="size">Which of the algorithms.</param>
    /// <param name="width">Vector width.</param>
    public static double Of(ReadOnlySpan<Convolution2DShape> shapes, WinogradSize size, SimdWidth width)
    {
        int count = 0;
        foreach (Convolution2DShape shape in shapes)
        {
            count += new WinogradPatches(shape, (int)size).Count;
        }

        double time = OfPatches(count, size.Depth(shapes[0]), shapes[0].OutputChannels, width) * size.Planes();
        return size == WinogradSize.Six ? SpilledCache * time : time;
    }

    /// <summary>
    /// Gives the expected time of <see cref="SpreadConvolution2D"/>, with what <see cref="BlurredConvolution2D"/> takes more than enlarging the
    /// map and the 1x1 convolution would, in multiplications.
    /// </summary>
    /// <param name="shape">Sizes.</param>
    /// <param name="width">Vector width.</param>
    public static double Of(SpreadShape shape, SimdWidth width) =>
        (OfPatches(shape.PatchCount, shape.InputChannels, shape.OutputChannels, width) * SpreadShape.Planes)
        + (BlurCost * 4 * shape.Batch * shape.Height * shape.Width * shape.OutputChannels);

    /// <summary>Gives the expected time of the plain sum, in multiplications.</summary>
    /// <param name="shape">Sizes.</param>
    /// <param name="width">Vector width.</param>
    public static double OfDirect(Convolution2DShape shape, SimdWidth width)
    {
        MicroBlock block = width.Block();
        return (double)block.PaddedRows((int)shape.OutputPixels) * shape.Taps * block.PaddedColumns(shape.OutputChannels);
    }

    /// <summary>Gives the expected time of one plane of some patches, transforms included.</summary>
    private static double OfPatches(int count, double inputs, int outputChannels, SimdWidth width)
    {
        double outputs = width.Block().PaddedColumns(outputChannels);
        double patches = Math.Max(width.BlockFor(count).PaddedRows(count), FewestPatches);
        return patches * ((inputs * outputs) + (TransformCost * (inputs + outputs)));
    }
}
