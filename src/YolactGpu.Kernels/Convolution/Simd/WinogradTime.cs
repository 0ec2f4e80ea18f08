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

    /// <summary>
    /// Gives the expected time of <see cref="WinogradConvolution2D"/> as a part of that of <see cref="SimdConvolution2D"/>:
    /// multiplications, padding to whole blocks included, and the transforms, which are many where channels are few.
    /// </summary>
    /// <param name="shape">A shape that fits.</param>
    /// <param name="size">Which of the algorithms.</param>
    /// <param name="width">Vector width.</param>
    public static double RelativeToDirect(Convolution2DShape shape, WinogradSize size, SimdWidth width)
    {
        MicroBlock block = width.Block();
        double inputs = size.Depth(shape);
        double outputs = block.PaddedColumns(shape.OutputChannels);
        double pixels = block.PaddedRows((int)shape.OutputPixels);
        int count = new WinogradPatches(shape, (int)size).Count;
        double patches = Math.Max(width.BlockFor(count).PaddedRows(count), FewestPatches);
        double direct = pixels * shape.Taps * outputs;
        double winograd = patches * size.Planes() * ((inputs * outputs) + (TransformCost * (inputs + outputs)));
        return winograd / direct * (size == WinogradSize.Six ? SpilledCache : 1);
    }
}
