using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.Cuda;
using ILGPU.Runtime.OpenCL;

namespace YolactGpu.Tuning;

/// <summary>What measurements hold for: with another device, driver or library they may be wrong.</summary>
/// <param name="Device">The device's name and size.</param>
/// <param name="Driver">The driver's version.</param>
/// <param name="Library">Versions of this library and of ILGPU.</param>
internal sealed record TuningIdentity(string Device, string Driver, string Library)
{
    /// <summary>Gives the identity of a device here and now.</summary>
    public static TuningIdentity Of(Device device) => new(
        $"{device.Name}, {device.NumMultiprocessors} multiprocessors",
        device switch
        {
            CudaDevice cuda => $"CUDA {cuda.DriverVersion.Major}.{cuda.DriverVersion.Minor}, compute capability {cuda.Architecture}",
            CLDevice opencl => $"{opencl.PlatformName}, {opencl.PlatformVersion}",
            _ => $"{device.AcceleratorType}",
        },
        $"YolactGpu {VersionOf(typeof(TuningIdentity).Assembly)}, ILGPU {VersionOf(typeof(Context).Assembly)}");

    /// <summary>Gives the name of the file in the cache folder: readable, and another for each identity.</summary>
    public string FileName()
    {
        char[] readable = [.. Device.Select(c => char.IsAsciiLetterOrDigit(c) ? char.ToLowerInvariant(c) : '-').Take(40)];
        byte[] hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{Device}\n{Driver}\n{Library}"));
        return $"tuning-{new string(readable)}-{Convert.ToHexStringLower(hash.AsSpan(0, 6))}.json";
    }

    private static string VersionOf(Assembly assembly) =>
        assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? $"{assembly.GetName().Version}";
}
