using ILGPU;
using ILGPU.Frontend;
using ILGPU.Runtime;
using NUnit.Framework;
using YolactGpu.Kernels;
using YolactGpu.Kernels.Devices;
using YolactGpu.Tests.Support;

namespace YolactGpu.Tests.Kernels.Devices;

public class DeviceBufferTests(string device) : CpuAcceleratorFixture(device)
{
    [Test]
    public void Memory_of_the_processor_begins_at_a_cache_line([Values(1, 17, 5000)] int length)
    {
        using DeviceBuffer<float> floats = Accelerator.Allocate<float>(length, "a test");
        using DeviceBuffer<byte> bytes = Accelerator.Allocate<byte>(length, "a test");
        using DeviceBuffer<Triple> triples = Accelerator.Allocate<Triple>(length, "a test");

        using DeviceBuffer<long> addresses = Accelerator.Allocate<long>(2, "a test");
        Accelerator.LoadForCpu<ArrayView<float>, ArrayView<byte>, ArrayView<long>>(AddressCpuKernel)(
            Stream, 1, floats.View, bytes.View, addresses.View);
        Stream.Synchronize();

        Assert.That(addresses.View.GetAsArray().Select(address => address % 64), Is.All.Zero);
        Assert.That(floats.View.Length, Is.EqualTo(length));
        Assert.That(bytes.View.Length, Is.EqualTo(length));
        Assert.That(triples.View.Length, Is.EqualTo(length), "of a size that no line is a multiple of, wherever it begins");
        Assert.That((floats.LengthInBytes, bytes.LengthInBytes, triples.LengthInBytes), Is.EqualTo((4L * length, (long)length, 12L * length)));
    }

    [Test]
    public void All_of_it_can_be_written_and_read([Values(1, 17, 5000)] int length)
    {
        using DeviceBuffer<int> buffer = Accelerator.Allocate<int>(length, "a test");
        int[] numbers = [.. Enumerable.Range(1, length)];
        buffer.View.CopyFromCPU(numbers);

        Assert.That(buffer.View.GetAsArray(), Is.EqualTo(numbers));
    }

    // In a kernel, where alone the memory may be touched.
    private static void AddressCpuKernel(Index1D index, ArrayView<float> floats, ArrayView<byte> bytes, ArrayView<long> to)
    {
        to[0] = AddressOf(floats);
        to[1] = AddressOf(bytes);
    }

    [External("address_of_floats")]
    private static unsafe long AddressOf(ArrayView<float> view) => (long)CpuMemory.Pointer(view);

    [External("address_of_bytes")]
    private static unsafe long AddressOf(ArrayView<byte> view) => (long)CpuMemory.Pointer(view);

    private readonly record struct Triple(int X, int Y, int Z);
}
