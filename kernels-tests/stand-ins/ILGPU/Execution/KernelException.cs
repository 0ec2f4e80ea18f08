using ILGPU.Runtime;

namespace ILGPU.Execution;

/// <summary>What a kernel threw, named; the real CPU accelerator ends the process instead.</summary>
internal sealed class KernelException(string message, Exception innerException)
    : AcceleratorException(message, innerException)
{
    public override AcceleratorType AcceleratorType => AcceleratorType.CPU;
}
