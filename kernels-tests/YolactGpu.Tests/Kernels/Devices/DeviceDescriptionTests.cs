using ILGPU;
using ILGPU.Runtime;
using NUnit.Framework;
using YolactGpu.Kernels.Devices;
using YolactGpu.Tests.Support;

namespace YolactGpu.Tests.Kernels.Devices;

public sealed class DeviceDescriptionTests
{
    [TestCase(1, "CPU (1 thread, ")]
    [TestCase(3, "CPU (3 threads, ")]
    public void The_cpu_is_described_by_its_threads_its_vectors_and_its_maker(int workers, string start)
    {
        using Context context = DeviceContext.Create(workers);

        string description = DeviceDescription.Of(DeviceRequest.Parse("cpu").Find(context));

        Assert.That(description, Does.StartWith(start).And.Match(@"(AVX-512|AVX2|NEON|128-bit vectors), ILGPU( stand-in)?\)$"));
    }

    [Test]
    public void A_stand_in_says_so()
    {
        using Context context = DeviceContext.Create();

        string description = DeviceDescription.Of(DeviceRequest.Parse("cpu").Find(context));

        Assert.That(description.Contains("stand-in", StringComparison.Ordinal), Is.EqualTo(Packages.IlgpuIsStandIn));
    }

    [Test]
    public void Gpus_keep_their_names()
    {
        using Context context = DeviceContext.Create();
        foreach (Device device in context.Devices.Where(device => device.AcceleratorType != AcceleratorType.CPU))
        {
            Assert.That(DeviceDescription.Of(device), Is.EqualTo(device.Name));
        }
    }

    [Test]
    public void The_cpu_has_the_memory_of_the_process()
    {
        using Context context = DeviceContext.Create();

        long size = DeviceDescription.MemorySizeOf(DeviceRequest.Parse("cpu").Find(context));

        Assert.That(size, Is.InRange(1L << 26, 1L << 46));
    }

    [Test]
    public void More_memory_than_there_is_is_refused_before_it_is_asked_for()
    {
        using Context context = DeviceContext.Create();
        using Accelerator accelerator = DeviceRequest.Parse("cpu").Find(context).CreateAccelerator(context);

        Assert.That(
            () => accelerator.Allocate<float>(1L << 50, "a test"),
            Throws.TypeOf<DeviceMemoryException>().With.Message.Contains("has no room for a test: 4294967296.0 MiB are needed"));
    }
}
