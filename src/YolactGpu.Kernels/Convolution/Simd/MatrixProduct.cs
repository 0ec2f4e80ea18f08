namespace YolactGpu.Kernels.Convolution.Simd;

/// <summary>How a convolution's packed pixels are multiplied by its weights.</summary>
public enum MatrixProduct
{
    /// <summary>The plain sum.</summary>
    Plain,

    /// <summary>One step of Strassen's algorithm: seven eighths of the multiplications, more memory for weights, slightly larger errors.</summary>
    Strassen,
}
