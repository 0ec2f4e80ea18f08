using YolactGpu.Data;
using YolactGpu.Data.Imaging;
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

    /// <summary>Runs a command; an error that the libraries throw on purpose becomes one line on standard error.</summary>
    public static int Run(Func<int> command)
    {
        try
        {
            return command();
        }
        catch (Exception e) when (IsExpected(e))
        {
            Report(e);
            return Failed;
        }
    }

    /// <summary>Tells whether an exception is an error of the caller's making: files, devices, settings.</summary>
    public static bool IsExpected(Exception e) => e is WeightsException or ImageException or OutputException
        or ConfigException or GraphException or DeviceNotFoundException or IOException or UnauthorizedAccessException;

    /// <summary>Writes an error as one line on standard error.</summary>
    public static void Report(Exception e) => Console.Error.WriteLine($"error: {e.Message.ReplaceLineEndings(" ")}");
}
