namespace YolactGpu.Kernels.Convolution.Simd;

/// <summary>Copies parts of an image's rows of pixels, with the border of zeros that a filter sees around them.</summary>
internal static unsafe class InputRows
{
    /// <summary>Copies a part of each of some rows that follow one another, zeros where it lies outside the image.</summary>
    /// <param name="image">First pixel of the image.</param>
    /// <param name="shape">Sizes.</param>
    /// <param name="top">First row, which may lie outside.</param>
    /// <param name="rows">Rows.</param>
    /// <param name="left">First column of pixels, which may lie outside.</param>
    /// <param name="length">Floats of each row.</param>
    /// <param name="to">Where they go, one behind the other.</param>
    public static void Copy(float* image, in Convolution2DShape shape, int top, int rows, int left, int length, float* to)
    {
        int rowLength = shape.InputWidth * shape.InputChannels;
        int begin = left * shape.InputChannels;
        int first = Math.Clamp(-begin, 0, length);
        int end = Math.Clamp(rowLength - begin, first, length);
        for (int i = top; i < top + rows; i++)
        {
            Span<float> target = new(to, length);
            to += length;
            if (i < 0 || i >= shape.InputHeight)
            {
                target.Clear();
                continue;
            }

            target[..first].Clear();
            new ReadOnlySpan<float>(image + ((nint)i * rowLength) + begin + first, end - first).CopyTo(target[first..]);
            target[end..].Clear();
        }
    }
}
