namespace YolactGpu.Kernels.Convolution.Simd;

/// <summary>How the input of a tile comes into the buffer that the micro-kernel reads, [depth / 16][pixel][16].</summary>
internal unsafe interface ITileInput
{
    /// <summary>
    /// Gives the floats from one output pixel to the next in x where the pixels of the next tile stand behind those of this, to be brought
    /// near meanwhile; else 0.
    /// </summary>
    int PixelLength(in Convolution2DShape shape);

    /// <summary>Packs the depths firstDepth … firstDepth + depth − 1 of some pixels.</summary>
    /// <param name="shape">Sizes.</param>
    /// <param name="firstPixel">First output pixel, counted through the whole batch.</param>
    /// <param name="pixels">Output pixels.</param>
    /// <param name="rows">Pixels that the buffer has room for; those behind <paramref name="pixels"/> become 0.</param>
    /// <param name="firstDepth">First depth, a multiple of <see cref="PackedInput.Block"/>.</param>
    /// <param name="depth">Depths.</param>
    /// <param name="to">The buffer.</param>
    void Pack(in Convolution2DShape shape, int firstPixel, int pixels, int rows, int firstDepth, int depth, float* to);
}
