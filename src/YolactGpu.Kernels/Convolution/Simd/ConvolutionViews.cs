using ILGPU;

namespace YolactGpu.Kernels.Convolution.Simd;

/// <summary>The tensors of one convolution, as a kernel takes them. Public because ILGPU emits code that names it.</summary>
/// <param name="X">Input, [N, H, W, C].</param>
/// <param name="Weights">Weights as the kernel packed them.</param>
/// <param name="Bias">[K], or empty.</param>
/// <param name="Residual">Added before the activation, [N, OH, OW, K], or empty.</param>
/// <param name="Y">Output, [N, OH, OW, K].</param>
public readonly record struct ConvolutionViews(
    ArrayView<float> X, ArrayView<float> Weights, ArrayView<float> Bias, ArrayView<float> Residual, ArrayView<float> Y);

/// <summary>The same in the memory of the CPU accelerator, which does not move; what is empty is null.</summary>
internal readonly unsafe ref struct ConvolutionPointers(float* x, float* weights, float* bias, float* residual, float* y)
{
    public readonly float* X = x;
    public readonly float* Weights = weights;
    public readonly float* Bias = bias;
    public readonly float* Residual = residual;
    public readonly float* Y = y;

    /// <summary>Initializes a new instance of the <see cref="ConvolutionPointers"/> struct from views.</summary>
    public ConvolutionPointers(ConvolutionViews views)
        : this(
            CpuMemory.Pointer(views.X),
            CpuMemory.Pointer(views.Weights),
            CpuMemory.Pointer(views.Bias),
            CpuMemory.Pointer(views.Residual),
            CpuMemory.Pointer(views.Y))
    {
    }
}
