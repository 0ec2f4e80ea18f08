using ILGPU.Runtime;
using YolactGpu.Data;
using YolactGpu.Data.Imaging;
using YolactGpu.Data.Video;
using YolactGpu.Graph.IR;
using YolactGpu.Kernels.Devices;
using YolactGpu.Model.Configs;
using YolactGpu.Weights;

namespace YolactGpu.Cli;

/// <summary>Exit codes, and the one place where exceptions become a line and a code.</summary>
internal static class ExitCodes
{
    public const int Ok = 0;
    public const int Failed = 1;
    public const int Usage = 2;

    /// <summary>Stopped by Ctrl-C: 128 and the signal's number, as shells have it.</summary>
    public const int Interrupted = 130;

    /// <summary>Runs a command; an error becomes one line on standard error.</summary>
    public static int Run(Func<int> command)
    {
        try
        {
            return command();
        }
        catch (Exception e) when (IsExpected(e))
        {
            Report(e.Message);
            return Failed;
        }
        catch (Exception e)
        {
            // A fault of this program; users of it are spared the stack, its authors find the place by type and message.
            Report($"internal error, {e.GetType().Name}: {e.Message}");
            return Failed;
        }
    }

    /// <summary>Tells whether an exception is one that the libraries throw on purpose: files, devices, memory, settings.</summary>
    public static bool IsExpected(Exception e) => e is WeightsException or ImageException or VideoException or OutputException
        or ConfigException or GraphException or DeviceNotFoundException or DeviceMemoryException or AcceleratorException
        or OutOfMemoryException or IOException or UnauthorizedAccessException;

    /// <summary>Writes an error as one line on standard error.</summary>
    public static void Report(string message) => Console.Error.WriteLine($"error: {OneLine.Of(message)}");
}
