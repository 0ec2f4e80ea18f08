using System.Globalization;

namespace YolactGpu.Kernels.Devices;

/// <summary>A device has not the memory that was asked for.</summary>
public sealed class DeviceMemoryException : Exception
{
    private const double MiB = 1 << 20;

    /// <summary>Initializes a new instance of the <see cref="DeviceMemoryException"/> class.</summary>
    /// <param name="device">Name of the device.</param>
    /// <param name="what">What the memory was for.</param>
    /// <param name="requestedBytes">Bytes asked for.</param>
    /// <param name="deviceBytes">Bytes that the device has in all, free or not.</param>
    /// <param name="innerException">What the device's driver said.</param>
    public DeviceMemoryException(
        string device, string what, long requestedBytes, long deviceBytes, Exception? innerException = null)
        : base(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{device} has no room for {what}: {requestedBytes / MiB:0.0} MiB are needed, it has {deviceBytes / MiB:0.0} MiB in all."),
            innerException)
    {
        Device = device;
        RequestedBytes = requestedBytes;
        DeviceBytes = deviceBytes;
    }

    /// <summary>Gets the name of the device.</summary>
    public string Device { get; }

    /// <summary>Gets the bytes asked for.</summary>
    public long RequestedBytes { get; }

    /// <summary>Gets the bytes that the device has in all, free or not.</summary>
    public long DeviceBytes { get; }
}
