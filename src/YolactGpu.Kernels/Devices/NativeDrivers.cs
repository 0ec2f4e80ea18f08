using System.Reflection;
using System.Runtime.InteropServices;

namespace YolactGpu.Kernels.Devices;

/// <summary>A driver library that ILGPU needs for a kind of device.</summary>
/// <param name="Api">CUDA or OpenCL.</param>
/// <param name="Library">Library that was found, or the names that were looked for.</param>
/// <param name="IsPresent">Whether it could be loaded.</param>
public readonly record struct DriverLibrary(string Api, string Library, bool IsPresent);

/// <summary>
/// Finds the drivers' libraries. ILGPU asks Linux for libcuda.so and libOpenCL.so, but systems without developer packages,
/// and most containers, have only libcuda.so.1 and libOpenCL.so.1; without help ILGPU then lists no device and says nothing.
/// </summary>
public static class NativeDrivers
{
    private static readonly (string Api, string ImportName, string[] Names)[] Libraries =
    [
        ("CUDA", "cuda", OperatingSystem.IsWindows() ? ["nvcuda.dll"] : ["libcuda.so", "libcuda.so.1"]),
        ("OpenCL", "OpenCL", OperatingSystem.IsWindows() ? ["OpenCL.dll"] : ["libOpenCL.so", "libOpenCL.so.1"]),
    ];

    private static readonly Lazy<bool> Registered = new(Register);

    /// <summary>Tells for each kind of device whether its driver's library is there.</summary>
    public static IReadOnlyList<DriverLibrary> Find() => [.. Libraries.Select(Find)];

    /// <summary>Tells why plans cannot be captured as CUDA graphs with the driver that is here; null where they can.</summary>
    public static string? CudaGraphRefusal() => Cuda.CudaDriver.Open() is { } driver ? driver.GraphRefusal : "there is no CUDA driver";

    /// <summary>Loads the CUDA driver's library; 0 where there is none. Whoever loads it again gets the same.</summary>
    internal static nint LoadCuda()
    {
        foreach (string name in Libraries[0].Names)
        {
            if (NativeLibrary.TryLoad(name, out nint handle))
            {
                return handle;
            }
        }

        return 0;
    }

    /// <summary>Makes ILGPU find versioned library names on Linux too. Once per process.</summary>
    internal static bool EnsureRegistered() => Registered.Value;

    private static bool Register()
    {
        if (!OperatingSystem.IsLinux())
        {
            return false;
        }

        try
        {
            NativeLibrary.SetDllImportResolver(typeof(ILGPU.Context).Assembly, Resolve);
            return true;
        }
        catch (InvalidOperationException)
        {
            // Somebody else resolves ILGPU's imports already; theirs stays.
            return false;
        }
    }

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? path)
    {
        foreach ((_, string importName, string[] candidates) in Libraries)
        {
            if (name == importName)
            {
                foreach (string candidate in candidates)
                {
                    if (NativeLibrary.TryLoad(candidate, assembly, path, out nint handle))
                    {
                        return handle;
                    }
                }
            }
        }

        return 0;
    }

    private static DriverLibrary Find((string Api, string ImportName, string[] Names) library)
    {
        foreach (string name in library.Names)
        {
            if (NativeLibrary.TryLoad(name, out nint handle))
            {
                NativeLibrary.Free(handle);
                return new DriverLibrary(library.Api, name, true);
            }
        }

        return new DriverLibrary(library.Api, string.Join(" or ", library.Names), false);
    }
}
