using ILGPU.Runtime;

namespace YolactGpu.Kernels;

/// <summary>Loads each kernel at most once for one accelerator. Safe to call from several threads.</summary>
public sealed class KernelCache(Accelerator accelerator)
{
    private readonly Dictionary<Type, object> kernels = [];
    private readonly Lock gate = new();

    /// <summary>Gets the accelerator that the kernels are compiled for.</summary>
    public Accelerator Accelerator { get; } = accelerator;

    /// <summary>Gets a value indicating whether the kernels run on ILGPU's CPU accelerator.</summary>
    public bool IsCpu => Accelerator.AcceleratorType == AcceleratorType.CPU;

    /// <summary>Gets the kernel, compiling it on first use.</summary>
    public TKernel Get<TKernel>()
        where TKernel : class, IKernel<TKernel>
    {
        lock (gate)
        {
            if (!kernels.TryGetValue(typeof(TKernel), out object? kernel))
            {
                kernel = TKernel.Load(Accelerator);
                kernels.Add(typeof(TKernel), kernel);
            }

            return (TKernel)kernel;
        }
    }

    /// <summary>Compiles what a kernel leaves until it is needed, such as one of its tiles. One compilation at a time.</summary>
    public void Compile(Action compile)
    {
        lock (gate)
        {
            compile();
        }
    }
}
