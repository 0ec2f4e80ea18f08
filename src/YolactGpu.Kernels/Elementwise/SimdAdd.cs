using System.Numerics;
using ILGPU;
using ILGPU.Frontend;
using ILGPU.Runtime;

namespace YolactGpu.Kernels.Elementwise;

/// <summary>Sum of two tensors on the processor's vectors, for the CPU accelerator: the same bits as <see cref="Add"/>.</summary>
public sealed class SimdAdd : IKernel<SimdAdd>
{
    private const int Run = 16384;

    private readonly Action<AcceleratorStream, Index1D, ArrayView<float>, ArrayView<float>, ArrayView<float>> launch;

    private SimdAdd(Accelerator accelerator) =>
        launch = accelerator.LoadForCpu<ArrayView<float>, ArrayView<float>, ArrayView<float>>(CpuKernel);

    /// <inheritdoc/>
    /// <exception cref="NotSupportedException">The accelerator is not ILGPU's CPU accelerator.</exception>
    public static SimdAdd Load(Accelerator accelerator) => new(accelerator);

    /// <summary>Queues the sum on <paramref name="stream"/>; it does not wait. y may be a or b.</summary>
    /// <exception cref="ArgumentException">The views differ in length.</exception>
    public void Launch(AcceleratorStream stream, ArrayView<float> a, ArrayView<float> b, ArrayView<float> y)
    {
        ShapeGuard.HasLength(b, a.Length);
        ShapeGuard.HasLength(y, a.Length);

        launch(stream, ShapeGuard.Index((a.Length + Run - 1) / Run, "Elements"), a, b, y);
    }

    internal static void CpuKernel(Index1D index, ArrayView<float> a, ArrayView<float> b, ArrayView<float> y) =>
        AddRun(index.X, a, b, y);

    [External("add_run")]
    private static void AddRun(int index, ArrayView<float> a, ArrayView<float> b, ArrayView<float> y)
    {
        ReadOnlySpan<float> first = CpuMemory.Run(a, index, Run);
        ReadOnlySpan<float> second = CpuMemory.Run(b, index, Run);
        Span<float> sums = CpuMemory.Run(y, index, Run);
        int i = 0;
        for (; i <= sums.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            (new Vector<float>(first[i..]) + new Vector<float>(second[i..])).CopyTo(sums[i..]);
        }

        for (; i < sums.Length; i++)
        {
            sums[i] = first[i] + second[i];
        }
    }
}
