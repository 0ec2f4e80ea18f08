using ILGPU.Runtime;
using YolactGpu.Graph.Execution;

namespace YolactGpu.Model.Inference;

/// <summary>How a <see cref="YolactInference"/> runs its plan; what it finds does not depend on it.</summary>
public sealed record InferenceOptions
{
    /// <summary>
    /// Gets the stream that everything is queued on, and that must outlive the inference; one of its own where null. Plans on streams of
    /// their own may run at the same time.
    /// </summary>
    public AcceleratorStream? Stream { get; init; }

    /// <summary>
    /// Gets a value indicating whether the plan is captured as CUDA graphs and replayed, where the device is one of CUDA and its driver
    /// can; otherwise it is launched kernel by kernel, and <see cref="YolactInference.Launches"/> tells why.
    /// </summary>
    public bool CudaGraph { get; init; } = true;

    /// <summary>Gets a value indicating whether the CPU device runs the plan as few launches, not kernel by kernel.</summary>
    internal bool CpuSequence { get; init; } = true;

    /// <summary>Gets where launches are captured, if not on the stream itself.</summary>
    internal CudaGraphTarget? Target { get; init; }

    /// <summary>Gets the clock of the stages, given the stream; as the device needs it where null.</summary>
    internal Func<AcceleratorStream, StageClock>? Clock { get; init; }

    /// <summary>
    /// Gets whether masks are copied before it is known how many are wanted, so that a run waits for the device once. Null: on GPUs, where
    /// waiting takes longer than a few masks too many.
    /// </summary>
    internal bool? ReadsMasksAhead { get; init; }
}
