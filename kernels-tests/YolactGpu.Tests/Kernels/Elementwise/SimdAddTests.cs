using ILGPU;
using ILGPU.Runtime;
using NUnit.Framework;
using YolactGpu.Kernels.Elementwise;
using YolactGpu.Tests.Support;

namespace YolactGpu.Tests.Kernels.Elementwise;

public sealed class SimdAddTests(string device) : CpuAcceleratorFixture(device)
{
    [TestCase(1)]
    [TestCase(7)]
    [TestCase(16384)]
    [TestCase(49157, Description = "several runs and a rest")]
    public void Adds_every_element(int length)
    {
        float[] first = RandomData.Floats(length, seed: 1);
        float[] second = RandomData.Floats(length, seed: 2);
        using MemoryBuffer1D<float, Stride1D.Dense> a = Upload(first);
        using MemoryBuffer1D<float, Stride1D.Dense> b = Upload(second);
        using MemoryBuffer1D<float, Stride1D.Dense> y = Poisoned<float>(length);

        SimdAdd.Load(Accelerator).Launch(Stream, a.View, b.View, y.View);

        Assert.That(y.GetAsArray1D(), Is.EqualTo(first.Zip(second, (left, right) => left + right)));
    }

    [Test]
    public void May_write_over_an_addend()
    {
        float[] doubled = [2f, 4f, 6f];
        using MemoryBuffer1D<float, Stride1D.Dense> a = Upload([1f, 2f, 3f]);

        SimdAdd.Load(Accelerator).Launch(Stream, a.View, a.View, a.View);

        Assert.That(a.GetAsArray1D(), Is.EqualTo(doubled));
    }

    [Test]
    public void Refuses_views_of_different_lengths()
    {
        using MemoryBuffer1D<float, Stride1D.Dense> two = Poisoned<float>(2);
        using MemoryBuffer1D<float, Stride1D.Dense> three = Poisoned<float>(3);

        Assert.That(
            () => SimdAdd.Load(Accelerator).Launch(Stream, two.View, three.View, two.View),
            Throws.ArgumentException.With.Message.Contains("b holds 3 elements; the shape needs 2"));
    }
}
