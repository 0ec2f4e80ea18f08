using ILGPU.Runtime;
using YolactGpu.Kernels;

namespace YolactGpu.Graph.Execution;

/// <summary>What an op may ask for while it chooses its kernel.</summary>
/// <param name="Kernels">The device and its compiled kernels.</param>
/// <param name="Options">The caller's choices.</param>
public sealed record LoweringContext(KernelCache Kernels, CompileOptions Options)
{
    /// <summary>Gets the device.</summary>
    public Accelerator Accelerator => Kernels.Accelerator;
}

/// <summary>Choices made when a graph is compiled into a plan.</summary>
public sealed record CompileOptions
{
    /// <summary>Gets a value indicating whether only the plain kernels are used: slow, and the oracle for all others.</summary>
    public bool PlainKernelsOnly { get; init; }
}
