namespace YolactGpu.Kernels.Devices.Cuda;

/// <summary>
/// What the CUDA driver offers to capture launches and to replay them. Every method gives null where it went well, and otherwise which
/// function of the driver said what. A graph or executable that is given is not 0 and must be destroyed once.
/// </summary>
internal interface ICudaGraphs
{
    /// <summary>From now on launches on the stream are recorded instead of run; only this thread may use it until it ends.</summary>
    string? BeginCapture(nint stream);

    /// <summary>Ends a capture in any case. Where a call in between broke it, that is told here.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="graph">What was recorded; 0 where nothing can be used.</param>
    string? EndCapture(nint stream, out nint graph);

    /// <summary>Tells whether a stream captures, be it that the capture is broken.</summary>
    string? IsCapturing(nint stream, out bool isCapturing);

    /// <summary>Makes a graph executable; the graph is not needed any longer then.</summary>
    string? Instantiate(nint graph, out nint executable);

    /// <summary>Queues everything in the graph on the stream; it does not wait.</summary>
    string? Launch(nint executable, nint stream);

    /// <summary>Frees an executable; where it still runs, afterwards.</summary>
    string? DestroyExecutable(nint executable);

    /// <summary>Frees a graph.</summary>
    string? DestroyGraph(nint graph);
}
