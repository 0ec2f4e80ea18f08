using System.Runtime.InteropServices;

namespace YolactGpu.Cli;

/// <summary>
/// Turns the first Ctrl-C, or a request to terminate, into a cancellation, so that the file being written is finished and
/// none is left half done. A second one ends the process at once.
/// </summary>
internal sealed class Interruption : IDisposable
{
    private readonly CancellationTokenSource source = new();
    private readonly List<PosixSignalRegistration> registrations = [];

    public Interruption()
    {
        registrations.Add(PosixSignalRegistration.Create(PosixSignal.SIGINT, Interrupt));
        registrations.Add(PosixSignalRegistration.Create(PosixSignal.SIGTERM, Interrupt));
    }

    /// <summary>Gets what is cancelled by the signal.</summary>
    public CancellationToken Token => source.Token;

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (PosixSignalRegistration registration in registrations)
        {
            registration.Dispose();
        }

        source.Dispose();
    }

    private void Interrupt(PosixSignalContext context)
    {
        context.Cancel = !source.IsCancellationRequested;
        source.Cancel();
    }
}
