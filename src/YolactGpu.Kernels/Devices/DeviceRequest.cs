using System.Globalization;
using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.OpenCL;

namespace YolactGpu.Kernels.Devices;

/// <summary>
/// Which device is wanted: auto, cpu, cuda, cuda:1, opencl, opencl:2. Auto takes the first CUDA device, else the first OpenCL
/// device that is not a CPU, else the CPU. A device that is asked for by name and absent is an error.
/// </summary>
/// <param name="Type">Kind of device; null for auto.</param>
/// <param name="Index">Which of that kind, counted from 0.</param>
public readonly record struct DeviceRequest(AcceleratorType? Type, int Index)
{
    /// <summary>Reads a request.</summary>
    /// <exception cref="FormatException">It is none of the forms.</exception>
    public static DeviceRequest Parse(string text)
    {
        string[] parts = text.Split(':');
        AcceleratorType? type = parts[0] switch
        {
            "auto" or "cpu" when parts.Length > 1 => throw Unknown(text),
            "auto" => null,
            "cpu" => AcceleratorType.CPU,
            "cuda" => AcceleratorType.Cuda,
            "opencl" => AcceleratorType.OpenCL,
            _ => throw Unknown(text),
        };
        int index = 0;
        return parts.Length == 1 || (parts.Length == 2 && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out index))
            ? new DeviceRequest(type, index)
            : throw Unknown(text);
    }

    /// <summary>Finds the device among those of a context.</summary>
    /// <exception cref="DeviceNotFoundException">It is not there.</exception>
    public Device Find(Context context)
    {
        DeviceRequest request = this;
        if (Type is null)
        {
            return context.Devices.FirstOrDefault(device => device.AcceleratorType == AcceleratorType.Cuda)
                ?? context.Devices.OfType<CLDevice>().FirstOrDefault(device => device.DeviceType != CLDeviceType.CL_DEVICE_TYPE_CPU)
                ?? context.Devices.First(device => device.AcceleratorType == AcceleratorType.CPU);
        }

        return context.Devices.Where(device => device.AcceleratorType == request.Type).Skip(Index).FirstOrDefault()
            ?? throw new DeviceNotFoundException(request.ToString(), [.. Names(context)]);
    }

    /// <summary>Gives, for each device of a context, the request that names it and what it is.</summary>
    public static IEnumerable<(string Request, Device Device)> List(Context context)
    {
        foreach (IGrouping<AcceleratorType, Device> kind in context.Devices.GroupBy(device => device.AcceleratorType))
        {
            int index = 0;
            foreach (Device device in kind)
            {
                yield return (new DeviceRequest(kind.Key, index++).ToString(), device);
            }
        }
    }

    /// <inheritdoc/>
    public override string ToString() => Type switch
    {
        null => "auto",
        AcceleratorType.CPU => "cpu",
        AcceleratorType.Cuda => $"cuda:{Index.ToString(CultureInfo.InvariantCulture)}",
        _ => $"opencl:{Index.ToString(CultureInfo.InvariantCulture)}",
    };

    private static IEnumerable<string> Names(Context context) =>
        List(context).Select(entry => $"{entry.Request}, {DeviceDescription.Of(entry.Device)}");

    private static FormatException Unknown(string text) =>
        new($"'{text}' names no device; expected auto, cpu, cuda, cuda:N, opencl or opencl:N.");
}
