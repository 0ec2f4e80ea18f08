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
internal readonly unsafe ref struct ConvolutionPointers(ConvolutionViews views)
{
    public readonly float* X = CpuMemory.Pointer(views.X);
    public readonly float* Weights = CpuMemory.Pointer(views.Weights);
    public readonly float* Bias = CpuMemory.Pointer(views.Bias);
    public readonly float* Residual = CpuMemory.Pointer(views.Residual);
    public readonly float* Y = CpuMemory.Pointer(views.Y);
}
