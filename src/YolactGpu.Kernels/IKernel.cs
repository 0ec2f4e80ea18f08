using ILGPU.Runtime;

namespace YolactGpu.Kernels;

/// <summary>A compiled kernel with its launcher, loaded once per accelerator by <see cref="KernelCache"/>.</summary>
/// <typeparam name="TSelf">The kernel's own type.</typeparam>
public interface IKernel<TSelf>
    where TSelf : IKernel<TSelf>
{
    /// <summary>Compiles the kernel for <paramref name="accelerator"/>.</summary>
    static abstract TSelf Load(Accelerator accelerator);
}
