using ILGPU.Runtime;

namespace YolactGpu.Graph.Execution;

/// <summary>
/// Runs a plan again and again on one stream, in parts: replayed where the device has a way to, otherwise launch by
/// launch. Goes before the plan does, whose memory the replays name. One run at a time.
/// </summary>
internal sealed class PlanRunner : IDisposable
{
    private readonly ExecutionPlan plan;
    private readonly AcceleratorStream stream;
    private readonly LaunchManner without;
    private readonly Part[] parts;

    /// <param name="plan">The plan.</param>
    /// <param name="stream">Where it runs.</param>
    /// <param name="ends">The step behind the last of each part, in order; the last part ends with the plan.</param>
    /// <param name="replay">Makes what replays a part, given what launches it on a stream; null where nothing can.</param>
    /// <param name="without">Why not.</param>
    public PlanRunner(
        ExecutionPlan plan, AcceleratorStream stream, ReadOnlySpan<int> ends, Func<Action<AcceleratorStream>, IReplay>? replay, LaunchManner without)
    {
        this.plan = plan;
        this.stream = stream;
        this.without = without;
        parts = new Part[ends.Length];
        int first = 0;
        for (int i = 0; i < parts.Length; i++)
        {
            (int begin, int end) = (first, ends[i]);
            parts[i] = new Part(begin, end, end > begin ? replay?.Invoke(on => plan.Run(on, begin, end, CancellationToken.None)) : null);
            first = end;
        }
    }

    /// <summary>Gets how the launches reach the device, as of the last run.</summary>
    public LaunchManner Manner
    {
        get
        {
            IReplay[] replays = [.. parts.Select(part => part.Replay).OfType<IReplay>()];
            return replays.Length == 0 ? without
                : replays.Select(replay => replay.Refusal).FirstOrDefault(refusal => refusal is not null) is { } refusal
                    ? new LaunchManner(false, refusal, IsRefused: true)
                : replays.All(replay => replay.IsCaptured)
                    ? new LaunchManner(true, replays[0].Describe(plan.Steps.Length, replays.Length))
                : new LaunchManner(false, "only the second run is captured");
        }
    }

    /// <summary>Queues a part; it does not wait.</summary>
    /// <param name="part">Which part.</param>
    /// <param name="cancellation">Looked at before each launch, and before a replay or, on the CPU device, in it.</param>
    /// <exception cref="OperationCanceledException">It was cancelled; what was queued by then still runs.</exception>
    public void Run(int part, CancellationToken cancellation)
    {
        (int first, int end, IReplay? replay) = parts[part];
        if (replay is null)
        {
            plan.Run(stream, first, end, cancellation);
            return;
        }

        replay.Run(cancellation);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (Part part in parts)
        {
            part.Replay?.Dispose();
        }
    }

    private sealed record Part(int First, int End, IReplay? Replay);
}
