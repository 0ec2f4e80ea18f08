using System.Collections.Immutable;
using ILGPU.Runtime;

namespace ILGPU;

/// <summary>
/// Lists the devices of the stand-in: simulated CPU devices only. <see cref="Builder.Assertions"/> chooses the strict
/// manner (a sanitizer); without it the accelerators are fast and unchecked.
/// </summary>
public sealed partial class Context : IDisposable
{
    private Context(Builder builder)
    {
        Properties = builder;
        Devices = builder.Devices;
    }

    public static string Version => "1.5.3";

    public ImmutableArray<Device> Devices { get; }

    public ContextProperties Properties { get; }

    public static Builder Create() => new();

    public static Context Create(Action<Builder> buildingCallback)
    {
        ArgumentNullException.ThrowIfNull(buildingCallback);
        Builder builder = new();
        buildingCallback(builder);
        return builder.ToContext();
    }

    public static Context CreateDefault() => Create(builder => builder.Default());

    public static Context CreateDefaultAutoAssertions() => Create(builder => builder.Default().AutoAssertions());

    public static Context CreateDefaultAutoDebug() => Create(builder => builder.Default().AutoDebug());

    public ImmutableArray<Device>.Enumerator GetEnumerator() => Devices.GetEnumerator();

    public Device GetPreferredDevice(bool preferCPU) => Devices[0];

    public IEnumerable<Device> GetPreferredDevices(bool preferCPU, bool matchingDevicesOnly) => Devices;

    public DeviceCollection<TDevice> GetDevices<TDevice>()
        where TDevice : Device => new([.. Devices.OfType<TDevice>()]);

    public TDevice GetDevice<TDevice>(int deviceIndex)
        where TDevice : Device => GetDevices<TDevice>()[deviceIndex];

    public void Dispose()
    {
        // Nothing to free: accelerators own what they allocate.
    }
}
