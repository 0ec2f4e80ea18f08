namespace YolactGpu.Kernels.Devices;

/// <summary>A device that was asked for is not there.</summary>
public sealed class DeviceNotFoundException : Exception
{
    /// <summary>Initializes a new instance of the <see cref="DeviceNotFoundException"/> class.</summary>
    /// <param name="requested">What was asked for.</param>
    /// <param name="available">What is there.</param>
    public DeviceNotFoundException(string requested, IReadOnlyList<string> available)
        : base($"There is no device {requested} here; there are: {string.Join("; ", available)}.")
    {
        Requested = requested;
        Available = available;
    }

    /// <summary>Gets what was asked for.</summary>
    public string Requested { get; }

    /// <summary>Gets what is there.</summary>
    public IReadOnlyList<string> Available { get; }
}
