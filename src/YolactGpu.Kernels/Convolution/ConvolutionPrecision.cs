namespace YolactGpu.Kernels.Convolution;

/// <summary>
/// How exactly a convolution multiplies. Tensors in memory and sums are float32 in any case; only the factors are rounded, and only
/// where the device has tensor cores (CUDA, from compute capability 8.0 on). Elsewhere all is float32.
/// </summary>
public enum ConvolutionPrecision
{
    /// <summary>Factors as they are: 24 bits of precision.</summary>
    Float32,

    /// <summary>Factors rounded to TF32: 11 bits of precision, the range of float32.</summary>
    TensorFloat32,

    /// <summary>Factors rounded to FP16: 11 bits of precision; what is beyond ±65504 becomes infinite.</summary>
    Float16,
}
