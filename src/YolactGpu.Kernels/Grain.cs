using ILGPU.Runtime;

namespace YolactGpu.Kernels;

/// <summary>
/// How much work one index does. A GPU gets one element per index, so that neighbouring threads touch neighbouring
/// memory; the CPU accelerator, which pays tens of nanoseconds per index, gets a run of elements.
/// </summary>
internal readonly struct Grain(Accelerator accelerator)
{
    private readonly bool isCpu = accelerator.AcceleratorType == AcceleratorType.CPU;

    /// <summary>Gives the elements per index where a row of <paramref name="length"/> elements can be cut anywhere.</summary>
    public int Divide(int length) => isCpu ? length : 1;

    /// <summary>Gives the elements per index for <paramref name="length"/> elements in a row of no structure.</summary>
    public int Run(long length) => isCpu ? (int)Math.Min(8192, Math.Max(1, length)) : 1;
}
