using System.Collections.Immutable;
using ILGPU.Runtime;

namespace ILGPU;

public sealed partial class Context
{
    /// <summary>The devices of one kind.</summary>
    public readonly struct DeviceCollection<TDevice>
        where TDevice : Device
    {
        private readonly ImmutableArray<TDevice> devices;

        internal DeviceCollection(ImmutableArray<TDevice> devices) => this.devices = devices;

        public int Count => devices.Length;

        public TDevice this[int deviceIndex] =>
            (uint)deviceIndex < (uint)devices.Length
                ? devices[deviceIndex]
                : throw new NotSupportedException(
                    $"Device {deviceIndex} of kind {typeof(TDevice).Name} is asked for; {devices.Length} are present.");

        public Enumerator GetEnumerator() => new(devices);

        public struct Enumerator
        {
            private readonly ImmutableArray<TDevice> devices;
            private int position;

            internal Enumerator(ImmutableArray<TDevice> devices)
            {
                this.devices = devices;
                position = -1;
            }

            public readonly TDevice Current => devices[position];

            public bool MoveNext() => ++position < devices.Length;
        }
    }
}
