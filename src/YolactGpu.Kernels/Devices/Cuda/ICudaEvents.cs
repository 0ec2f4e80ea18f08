namespace YolactGpu.Kernels.Devices.Cuda;

/// <summary>
/// What the CUDA driver offers to tell when a stream got somewhere, without waiting for it. Every method gives null where it went well,
/// and otherwise which function of the driver said what.
/// </summary>
internal interface ICudaEvents
{
    /// <summary>Makes an event that keeps its time.</summary>
    string? Create(out nint created);

    /// <summary>Queues the event; its time is when everything before it has ended.</summary>
    string? Record(nint queued, nint stream);

    /// <summary>Gives the time between two events, both of which have happened.</summary>
    string? Elapsed(nint start, nint end, out TimeSpan elapsed);

    /// <summary>Frees an event.</summary>
    string? Destroy(nint created);
}
