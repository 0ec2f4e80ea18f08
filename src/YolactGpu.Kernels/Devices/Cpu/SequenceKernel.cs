using ILGPU;
using ILGPU.Frontend;
using ILGPU.Runtime;

namespace YolactGpu.Kernels.Devices.Cpu;

/// <summary>
/// One launch that runs a <see cref="LaunchSequence"/>; one index is one worker. For ILGPU's CPU accelerator, whose threads are woken for
/// every launch and sleep after it: about a tenth of a network's time, and the system, which finds a core for each of them
/// every time, now and then puts two on one.
/// </summary>
internal sealed class SequenceKernel : IKernel<SequenceKernel>
{
    private readonly Action<AcceleratorStream, Index1D, long> launch;

    private SequenceKernel(Accelerator accelerator)
    {
        Workers = accelerator.NumMultiprocessors;
        launch = accelerator.LoadUnrecorded<long>(CpuKernel);
    }

    /// <summary>Gets the workers of a sequence.</summary>
    public int Workers { get; }

    /// <inheritdoc/>
    /// <exception cref="NotSupportedException">The accelerator is not ILGPU's CPU accelerator.</exception>
    public static SequenceKernel Load(Accelerator accelerator) => new(accelerator);

    /// <summary>Queues a run on <paramref name="stream"/>; it does not wait.</summary>
    public void Launch(AcceleratorStream stream, LaunchSequence sequence) => launch(stream, sequence.Workers, sequence.Handle);

    internal static void CpuKernel(Index1D _, long sequence) => Work(sequence);

    [External("launch_sequence")]
    private static void Work(long sequence) => LaunchSequence.Of(sequence).Work();
}
