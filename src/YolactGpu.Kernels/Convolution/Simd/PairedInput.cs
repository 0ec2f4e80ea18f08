namespace YolactGpu.Kernels.Convolution.Simd;

/// <summary>
/// Packs two inputs of 1x1 filters as if their channels stood in one: those of the first, then those of the second. The first has a pixel for
/// each output; the second is read at its own stride.
/// </summary>
/// <param name="first">Input [N, OH, OW, C1], C1 a multiple of <see cref="PackedInput.Block"/>.</param>
/// <param name="second">Input [N, H, W, C2].</param>
/// <param name="secondShape">Sizes of the second.</param>
internal readonly unsafe struct PairedInput(float* first, float* second, Convolution2DShape secondShape) : ITileInput
{
    /// <inheritdoc/>
    public int PixelLength(in Convolution2DShape shape) => shape.InputChannels - secondShape.InputChannels;

    /// <inheritdoc/>
    public void Pack(in Convolution2DShape shape, int firstPixel, int pixels, int rows, int firstDepth, int depth, float* to)
    {
        int split = PixelLength(shape);
        int before = Math.Clamp(split - firstDepth, 0, depth);
        if (before > 0)
        {
            Convolution2DShape firstShape = shape with { InputChannels = split };
            new PackedInput(first).Pack(firstShape, firstPixel, pixels, rows, firstDepth, before, to);
        }

        if (before < depth)
        {
            new PackedInput(second).Pack(
                secondShape, firstPixel, pixels, rows, firstDepth + before - split, depth - before, to + ((nint)before * rows));
        }
    }
}
