using YolactGpu.Kernels.Devices.Cuda;

namespace YolactGpu.Graph.Execution;

/// <summary>
/// Launches that are always the same, captured once as a CUDA graph and replayed: one call of the driver instead of one per kernel.
/// <para>The first run launches plainly, because the driver loads a kernel's code when it is first launched, which a capture would not
/// survive. The second run is captured. Where the driver refuses anything on the way, these and all later runs launch plainly, and
/// <see cref="Refusal"/> tells why; what was made by then is freed.</para>
/// <para>What launches plainly does so on this stream alone, the same kernels each time, without allocating or waiting.</para>
/// <para>A graph holds the addresses that its kernels were given: it must go before the memory does.</para>
/// </summary>
internal sealed class CudaGraphReplay(ICudaGraphs driver, nint stream, Action launch) : IReplay
{
    private bool isWarm;
    private nint executable;
    private bool isDisposed;

    /// <inheritdoc/>
    public bool IsCaptured => executable != 0;

    /// <inheritdoc/>
    public string? Refusal { get; private set; }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The driver does not let go of the stream after a capture that failed.</exception>
    public void Run(CancellationToken cancellation)
    {
        ObjectDisposedException.ThrowIf(isDisposed, this);
        cancellation.ThrowIfCancellationRequested();
        if (isWarm && executable == 0 && Refusal is null)
        {
            Capture();
        }

        if (executable != 0)
        {
            if (driver.Launch(executable, stream) is not { } refusal)
            {
                return;
            }

            Refusal = refusal;
            DestroyExecutable();
        }

        launch();
        isWarm = true;
    }

    /// <inheritdoc/>
    public string Describe(int steps, int replays) => $"CUDA graph: {steps} steps in {replays} graphs";

    /// <summary>Frees the graph. May be called again.</summary>
    public void Dispose()
    {
        isDisposed = true;
        DestroyExecutable();
    }

    private void Capture()
    {
        Refusal = driver.BeginCapture(stream);
        if (Refusal is not null)
        {
            return;
        }

        try
        {
            launch();
        }
        catch (Exception e)
        {
            // Whatever it is: where it was not the capture's fault, the plain launches that follow throw it again.
            Refusal = $"a launch failed while it was captured: {e.Message}";
        }

        string? ended = driver.EndCapture(stream, out nint graph);
        Refusal ??= ended ?? (graph == 0 ? "the capture gave no graph" : null);
        if (Refusal is null)
        {
            Refusal = driver.Instantiate(graph, out executable);
        }

        if (graph != 0)
        {
            driver.DestroyGraph(graph);
        }

        if (Refusal is not null && driver.IsCapturing(stream, out bool isCapturing) is null && isCapturing)
        {
            throw new InvalidOperationException($"The stream is of no use any longer, its capture could not be ended: {Refusal}.");
        }
    }

    private void DestroyExecutable()
    {
        if (executable != 0)
        {
            driver.DestroyExecutable(executable);
            executable = 0;
        }
    }
}
