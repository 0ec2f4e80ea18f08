using System.Globalization;
using System.Runtime.Intrinsics.Arm;
using ILGPU.Runtime;
using YolactGpu.Kernels.Convolution.Simd;

namespace YolactGpu.Kernels.Devices;

/// <summary>What a device is called where people read it, and how much memory it has.</summary>
public static class DeviceDescription
{
    /// <summary>What ILGPU calls every CPU device.</summary>
    private const string IlgpuCpuName = "CPUAccelerator";

    /// <summary>
    /// Gives a GPU's own name. ILGPU's CPU device has none that tells anything; it is described by its threads, the vectors that
    /// kernels use on it, and whose device it is: CPU (2 threads, AVX-512, ILGPU).
    /// </summary>
    public static string Of(Device device)
    {
        ArgumentNullException.ThrowIfNull(device);
        if (device.AcceleratorType != AcceleratorType.CPU)
        {
            return device.Name;
        }

        int threads = device.NumMultiprocessors;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"CPU ({threads} {(threads == 1 ? "thread" : "threads")}, {Vectors()}, {MakerOf(device.Name)})");
    }

    /// <summary>Gives the bytes that a device can hold; for the CPU what the process may use, as ILGPU knows no limit there.</summary>
    public static long MemorySizeOf(Device device)
    {
        ArgumentNullException.ThrowIfNull(device);
        return device.AcceleratorType == AcceleratorType.CPU
            ? GC.GetGCMemoryInfo().TotalAvailableMemoryBytes
            : device.MemorySize;
    }

    private static string Vectors() => SimdWidths.Best switch
    {
        SimdWidth.Sixteen => "AVX-512",
        SimdWidth.Eight => "AVX2",
        _ => AdvSimd.IsSupported ? "NEON" : "128-bit vectors",
    };

    /// <summary>Whatever else than ILGPU offers a CPU device, as its stand-in does, names itself: CPU (ILGPU stand-in).</summary>
    private static string MakerOf(string name) =>
        name == IlgpuCpuName ? "ILGPU"
        : name.StartsWith("CPU (", StringComparison.Ordinal) && name.EndsWith(')') ? name[5..^1]
        : name;
}
