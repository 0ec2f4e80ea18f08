using System.Diagnostics.CodeAnalysis;

namespace ILGPU.Runtime;

/// <summary>A loaded kernel. It belongs to nobody but its launchers: there is nothing to free.</summary>
public abstract class Kernel : AcceleratorObject
{
    private protected Kernel(Accelerator accelerator, KernelSpecialization specialization)
        : base(accelerator, isOwned: false) => Specialization = specialization;

    public KernelSpecialization Specialization { get; }

    protected override void DisposeAcceleratorObject(bool disposing)
    {
    }
}

public static class KernelUtil
{
    public static Kernel GetKernel<TDelegate>(this TDelegate kernelDelegate)
        where TDelegate : Delegate =>
        kernelDelegate.TryGetKernel(out Kernel? kernel)
            ? kernel
            : throw new InvalidOperationException("The delegate is not a kernel launcher.");

    public static bool TryGetKernel<TDelegate>(
        this TDelegate kernelDelegate, [NotNullWhen(true)] out Kernel? kernel)
        where TDelegate : Delegate
    {
        kernel = kernelDelegate.Target as Kernel;
        return kernel is not null;
    }
}

public sealed class KernelInfo(int? minGroupSize, int? minGridSize)
{
    public int? MinGroupSize { get; } = minGroupSize;

    public int? MinGridSize { get; } = minGridSize;
}
