using YolactGpu.Kernels.Elementwise;

namespace YolactGpu.Kernels.Convolution.Simd;

/// <summary>One tile of a convolution, in the way that suits the layer.</summary>
internal static class ConvolutionTile
{
    /// <summary>Gives the tiling of a layer.</summary>
    /// <param name="shape">Sizes.</param>
    /// <param name="product">How tiles are multiplied.</param>
    /// <param name="width">Vector width.</param>
    /// <param name="workers">Threads that share the tiles.</param>
    public static SimdTiling TilingOf(Convolution2DShape shape, MatrixProduct product, SimdWidth width, int workers)
    {
        int columns = width.Block().Columns;
        return product == MatrixProduct.Plain && ThinTile.Fits(shape, columns)
            ? ThinTile.TilingOf(shape, columns)
            : SimdTiling.For(shape, product, width, workers);
    }

    /// <summary>Computes one tile.</summary>
    public static unsafe void Compute<TMicro, TSimd, TVector>(
        int tile, ConvolutionPointers memory, Convolution2DShape shape, SimdTiling tiling, Activation activation)
        where TMicro : struct, IMicroKernel
        where TSimd : struct, ISimd<TVector>
        where TVector : unmanaged
    {
        if (tiling.Product == MatrixProduct.Plain && ThinTile.Fits(shape, TMicro.Columns))
        {
            ThinTile.Compute<TSimd, TVector>(tile, memory, shape, tiling, activation);
        }
        else if (NarrowTile.Fits(shape))
        {
            NarrowTile.Compute<TMicro>(tile, memory, shape, tiling, activation);
        }
        else
        {
            DirectTile.Compute<TMicro, PackedInput>(tile, new PackedInput(memory.X), memory, shape, tiling, activation);
        }
    }
}
