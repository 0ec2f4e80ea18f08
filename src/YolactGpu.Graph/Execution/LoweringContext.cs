using ILGPU.Runtime;
using YolactGpu.Graph.Tuning;
using YolactGpu.Kernels;
using YolactGpu.Kernels.Convolution;

namespace YolactGpu.Graph.Execution;

/// <summary>What an op may ask for while it chooses its kernel.</summary>
/// <param name="Kernels">The device and its compiled kernels.</param>
/// <param name="Options">The caller's choices.</param>
public sealed record LoweringContext(KernelCache Kernels, CompileOptions Options)
{
    /// <summary>Gets the device.</summary>
    public Accelerator Accelerator => Kernels.Accelerator;

    /// <summary>Gets memory that the launches of one plan share; each plan has its own.</summary>
    public ScratchMemory Scratch { get; init; } = new(Kernels.Accelerator);

    /// <summary>Gets a value indicating whether an op should take the kernel of the processor's vectors where it has one.</summary>
    public bool UsesSimd => Kernels.IsCpu && !Options.PlainKernelsOnly;
}

/// <summary>Choices made when a graph is compiled into a plan.</summary>
public sealed record CompileOptions
{
    /// <summary>Gets a value indicating whether only the plain kernels are used: slow, and the oracle for all others.</summary>
    public bool PlainKernelsOnly { get; init; }

    /// <summary>
    /// Gets a value indicating whether convolutions may use Winograd's algorithms for 3x3 and 7x7 filters, and Strassen's for all, where that is
    /// faster: fewer multiplications, but errors up to about eight times those of the plain sum (docs/numerics.md).
    /// </summary>
    public bool AllowWinograd { get; init; } = true;

    /// <summary>Gets how exactly convolutions multiply. A device that cannot do it is an error when a plan is compiled.</summary>
    public ConvolutionPrecision Precision { get; init; }

    /// <summary>Gets what was measured on the device; null where kernels are chosen by rule alone.</summary>
    public ConvolutionTuning? Tuning { get; init; }
}
