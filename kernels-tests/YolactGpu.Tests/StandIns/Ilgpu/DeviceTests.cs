using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.CPU;
using ILGPU.Runtime.Cuda;
using ILGPU.Runtime.OpenCL;
using NUnit.Framework;

namespace YolactGpu.Tests.StandIns.Ilgpu;

[TestFixture]
public sealed class DeviceTests
{
    private static IEnumerable<TestCaseData> Contexts()
    {
        yield return new TestCaseData((Context.Builder builder) => builder).SetArgDisplayNames("nothing");
        yield return new TestCaseData((Context.Builder builder) => builder.Default()).SetArgDisplayNames("default");
        yield return new TestCaseData((Context.Builder builder) => builder.AllAccelerators()).SetArgDisplayNames("all");
        yield return new TestCaseData((Context.Builder builder) => builder.DefaultCPU()).SetArgDisplayNames("cpu");
    }

    [TestCaseSource(nameof(Contexts))]
    public void One_cpu_device_is_listed(Func<Context.Builder, Context.Builder> build)
    {
        using Context context = build(Context.Create()).ToContext();
        Device[] devices = [.. context.Devices.Where(device => device.AcceleratorType == AcceleratorType.CPU)];

        Assert.That(devices, Has.Length.EqualTo(1));
        Assert.That((devices[0].WarpSize, devices[0].MaxNumThreadsPerGroup), Is.EqualTo((4, 16)));
        Assert.That(devices[0], Is.EqualTo(CPUDevice.Default));
        Assert.That(context.GetDevices<CPUDevice>().Count, Is.EqualTo(1));
        Assert.That(context.GetCPUDevice(0), Is.SameAs(devices[0]));
        Assert.That(context.GetPreferredDevice(preferCPU: true), Is.SameAs(devices[0]));
    }

    [Test]
    public void Every_simulated_device_can_be_listed()
    {
        using Context context = Context.Create(builder => builder.CPU());

        Assert.That(
            context.Devices.Select(device => (device.WarpSize, device.MaxNumThreadsPerGroup)),
            Is.EqualTo([(4, 16), (32, 1024), (32, 256), (64, 256), (16, 128)]));
    }

    [Test]
    public void A_device_of_ones_own_is_listed_once()
    {
        using Context context = Context.Create(builder =>
            builder.CPU(new CPUDevice(2, 1, 3)).CPU(new CPUDevice(2, 1, 3)).CPU(CPUDeviceKind.Nvidia));
        Device own = context.Devices[0];

        Assert.That(context.Devices, Has.Length.EqualTo(2));
        Assert.That((own.WarpSize, own.MaxNumThreadsPerGroup, own.NumMultiprocessors), Is.EqualTo((2, 2, 3)));
        Assert.That(own.MaxGroupSize, Is.EqualTo(new Index3D(2, 2, 2)));
        Assert.That(own.MaxGridSize, Is.EqualTo(new Index3D(int.MaxValue, 65535, 65535)));
        Assert.That(() => new CPUDevice(1, 1, 1), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => new CPUDevice(2, 3, 1), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => new CPUDevice(2, 1, 0), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void A_gpu_that_is_absent_is_an_error()
    {
        using Context context = Context.Create(builder =>
            builder.CPU(CPUDeviceKind.Default).Cuda(device => false).OpenCL(device => false));

        Assert.That(context.Devices, Has.Length.EqualTo(1));
        Assert.That(context.GetCudaDevices().Count, Is.Zero);
        Assert.That(context.GetCLDevices().Count, Is.Zero);
        Assert.That(() => context.CreateCudaAccelerator(0), Throws.InstanceOf<NotSupportedException>());
        Assert.That(() => context.CreateCLAccelerator(0), Throws.InstanceOf<NotSupportedException>());
    }

    [Test]
    public void An_accelerator_tells_what_its_device_tells()
    {
        using Context context = Context.Create(builder => builder.CPU(CPUDeviceKind.Intel));
        using CPUAccelerator accelerator = context.CreateCPUAccelerator(0);

        Assert.That(accelerator.Device, Is.SameAs(context.Devices[0]));
        Assert.That(accelerator.Context, Is.SameAs(context));
        Assert.That(accelerator.AcceleratorType, Is.EqualTo(AcceleratorType.CPU));
        Assert.That(accelerator.Name, Is.EqualTo(context.Devices[0].Name));
        Assert.That((accelerator.WarpSize, accelerator.MaxNumThreadsPerGroup), Is.EqualTo((16, 128)));
        AcceleratorStream stream = accelerator.DefaultStream;
        Assert.That(accelerator.DefaultStream, Is.SameAs(stream));
        Assert.That(Accelerator.CurrentType, Is.EqualTo(AcceleratorType.CPU));
    }

    [Test]
    public void A_builder_says_what_was_asked_of_it()
    {
        using Context context = Context.Create(builder => builder
            .Default().Optimize(OptimizationLevel.O2).Inlining(InliningMode.Aggressive).Math(MathMode.Fast).Profiling()
            .Assertions().Arrays(ArrayMode.Default).StaticFields(StaticFieldMode.Default).Caching(CachingMode.Default));
        using Context plain = Context.CreateDefault();

        Assert.That(context.Properties.OptimizationLevel, Is.EqualTo(OptimizationLevel.O2));
        Assert.That(context.Properties.MathMode, Is.EqualTo(MathMode.Fast));
        Assert.That(context.Properties.EnableProfiling, Is.True);
        Assert.That(context.Properties.EnableAssertions, Is.True);
        Assert.That(plain.Properties.EnableAssertions, Is.False);
        Assert.That(plain.Properties.OptimizationLevel, Is.EqualTo(OptimizationLevel.Release));
        Assert.That(Context.Version, Is.EqualTo("1.5.3"));
    }
}
