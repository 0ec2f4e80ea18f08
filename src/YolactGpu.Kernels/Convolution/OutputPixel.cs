namespace YolactGpu.Kernels.Convolution;

/// <summary>One output pixel of a batch.</summary>
internal struct OutputPixel
{
    /// <summary>The image.</summary>
    public int Image;

    /// <summary>Its row.</summary>
    public int Row;

    /// <summary>Its column.</summary>
    public int Column;

    /// <summary>Gives a pixel that is counted through the whole batch.</summary>
    public static OutputPixel At(int pixel, int outputHeight, int outputWidth) => new()
    {
        Image = pixel / outputWidth / outputHeight,
        Row = pixel / outputWidth % outputHeight,
        Column = pixel % outputWidth,
    };
}
