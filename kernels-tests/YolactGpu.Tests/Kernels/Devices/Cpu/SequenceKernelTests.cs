using ILGPU;
using ILGPU.Runtime;
using NUnit.Framework;
using YolactGpu.Kernels.Devices.Cpu;
using YolactGpu.Kernels.Elementwise;
using YolactGpu.Tests.Support;

namespace YolactGpu.Tests.Kernels.Devices.Cpu;

public sealed class SequenceKernelTests(string device) : CpuAcceleratorFixture(device)
{
    [Test]
    public void Launches_that_are_written_down_run_when_the_sequence_does()
    {
        Add add = Add.Load(Accelerator);
        SimdAdd simd = SimdAdd.Load(Accelerator);
        SequenceKernel kernel = SequenceKernel.Load(Accelerator);
        using MemoryBuffer1D<float, Stride1D.Dense> x = Upload(Enumerable.Range(0, 20_000).Select(i => (float)i).ToArray());
        using MemoryBuffer1D<float, Stride1D.Dense> y = Poisoned<float>(x.Length);
        using RecordingStream recording = new(Accelerator);
        add.Launch(recording, x.View, x.View, y.View);
        simd.Launch(recording, y.View, x.View, y.View);
        recording.Synchronize();
        Accelerator.Synchronize();
        Assert.That(y.GetAsArray1D(), Is.All.NaN, "nothing runs while it is written down");

        using LaunchSequence sequence = new(recording.Launches, kernel.Workers);
        kernel.Launch(Stream, sequence);
        kernel.Launch(Stream, sequence);
        Stream.Synchronize();

        Assert.That(y.GetAsArray1D(), Is.EqualTo(Enumerable.Range(0, 20_000).Select(i => 3f * i)));
    }
}
