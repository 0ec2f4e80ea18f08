namespace YolactGpu.Graph.Execution;

/// <summary>Launches that are always the same, and that are kept and run again with less ado than one by one. Goes before the memory does that they name.</summary>
internal interface IReplay : IDisposable
{
    /// <summary>Gets a value indicating whether the launches are kept, so that runs replay them.</summary>
    bool IsCaptured { get; }

    /// <summary>Gets why runs launch plainly; null where they do not, or only until the launches are kept.</summary>
    string? Refusal { get; }

    /// <summary>Queues the launches, one way or the other.</summary>
    /// <param name="cancellation">Looked at before, and between launches where the device lets the host.</param>
    /// <exception cref="OperationCanceledException">It was cancelled; what was queued by then still runs.</exception>
    void Run(CancellationToken cancellation);

    /// <summary>Tells what is replayed.</summary>
    /// <param name="steps">Steps of the plan.</param>
    /// <param name="replays">Replays that run them.</param>
    string Describe(int steps, int replays);
}
