namespace YolactGpu.Kernels.Convolution.Simd;

/// <summary>Predicts whether Strassen's algorithm pays for a layer.</summary>
public static class StrassenTime
{
    // Measured: what a block of sums costs beside its products, in depths of the plain sum.
    private const double BlockCost = 10;

    // Pixels that are multiplied in the time in which memory delivers a weight, at 200 GFLOP/s and 20 GB/s of two cores.
    private const double PixelsPerWeight = 20;

    /// <summary>
    /// Gives the expected time of a convolution by <see cref="MatrixProduct.Strassen"/> as a part of that by <see cref="MatrixProduct.Plain"/>:
    /// multiplications, padding to whole blocks included, the sums of blocks, which count where the depth is small, and reading the weights,
    /// seven quarters of them, which counts where pixels are few. Within 5 % of the measured ratios.
    /// </summary>
    /// <param name="shape">A shape that fits; the batch does not count: an image must get the same bits in whatever batch it comes.</param>
    /// <param name="width">Vector width.</param>
    public static double RelativeToPlain(Convolution2DShape shape, SimdWidth width)
    {
        double products = StrassenProduct.Count / 8.0;
        return Time(MatrixProduct.Strassen, (shape.Taps * products) + BlockCost, 2 * products) / Time(MatrixProduct.Plain, shape.Taps, 1);

        double Time(MatrixProduct product, double depth, double weights)
        {
            MicroBlock block = width.Block(product);
            double pixels = block.PaddedRows(shape.OutputHeight * shape.OutputWidth);
            return block.PaddedColumns(shape.OutputChannels) * ((pixels * depth) + (PixelsPerWeight * weights * shape.Taps));
        }
    }

    /// <summary>Gives the product that is expected to be faster.</summary>
    /// <param name="shape">Sizes.</param>
    /// <param name="width">Vector width.</param>
    public static MatrixProduct Choose(Convolution2DShape shape, SimdWidth width) =>
        SimdConvolution2D.Fits(shape, MatrixProduct.Strassen) && RelativeToPlain(shape, width) < 1 ? MatrixProduct.Strassen : MatrixProduct.Plain;
}
