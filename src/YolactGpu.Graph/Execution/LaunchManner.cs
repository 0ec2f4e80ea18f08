namespace YolactGpu.Graph.Execution;

/// <summary>How the launches of a plan reach the device.</summary>
/// <param name="IsReplayed">Whether they are replayed; otherwise they are launched one by one.</param>
/// <param name="Reason">Why, or what is replayed and how.</param>
/// <param name="IsRefused">Whether a replay was wanted and refused by the driver.</param>
public readonly record struct LaunchManner(bool IsReplayed, string Reason, bool IsRefused = false)
{
    /// <inheritdoc/>
    public override string ToString() => IsReplayed ? Reason : $"plain launches: {Reason}";
}
