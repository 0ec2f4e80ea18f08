using ILGPU;
using ILGPU.Runtime;
using NUnit.Framework;
using YolactGpu.Kernels.Elementwise;
using YolactGpu.Tests.Support;

namespace YolactGpu.Tests.Kernels.Elementwise;

public sealed class AddTests(string device) : AcceleratorFixture(device)
{
    [TestCase(1)]
    [TestCase(7)]
    [TestCase(8192, Description = "one run of the CPU accelerator")]
    [TestCase(16411, Description = "several runs and a rest")]
    public void Rounds_each_sum_once(int length)
    {
        float[] a = RandomData.Floats(length, seed: 1);
        float[] b = RandomData.Floats(length, seed: 2, -1e4f, 1e4f);

        Assert.That(Sum(a, b), Is.EqualTo(a.Zip(b, (left, right) => (float)((double)left + right))));
    }

    [Test]
    public void Keeps_what_is_not_finite()
    {
        float[] sums = Sum(
            [float.PositiveInfinity, float.PositiveInfinity, float.NaN, float.MaxValue],
            [1, float.NegativeInfinity, 1, float.MaxValue]);

        float[] expected = [float.PositiveInfinity, float.NaN, float.NaN, float.PositiveInfinity];
        Assert.That(sums, Is.EqualTo(expected));
    }

    [Test]
    public void May_write_over_an_addend([Values] bool first)
    {
        float[] expected = [11, 22, 33];
        using MemoryBuffer1D<float, Stride1D.Dense> a = Upload([1f, 2f, 3f]);
        using MemoryBuffer1D<float, Stride1D.Dense> b = Upload([10f, 20f, 30f]);
        MemoryBuffer1D<float, Stride1D.Dense> y = first ? a : b;

        Add.Load(Accelerator).Launch(Stream, a.View, b.View, y.View);

        Assert.That(y.GetAsArray1D(), Is.EqualTo(expected));
    }

    [TestCase(3, 2, "b holds 3 elements; the shape needs 2")]
    [TestCase(2, 5, "y holds 5 elements; the shape needs 2")]
    public void Refuses_views_of_different_lengths(int addends, int sums, string message)
    {
        using MemoryBuffer1D<float, Stride1D.Dense> a = Poisoned<float>(2);
        using MemoryBuffer1D<float, Stride1D.Dense> b = Poisoned<float>(addends);
        using MemoryBuffer1D<float, Stride1D.Dense> y = Poisoned<float>(sums);

        Assert.That(
            () => Add.Load(Accelerator).Launch(Stream, a.View, b.View, y.View),
            Throws.ArgumentException.With.Message.Contains(message));
    }

    private float[] Sum(float[] left, float[] right)
    {
        using MemoryBuffer1D<float, Stride1D.Dense> a = Upload(left);
        using MemoryBuffer1D<float, Stride1D.Dense> b = Upload(right);
        using MemoryBuffer1D<float, Stride1D.Dense> y = Poisoned<float>(left.Length);
        Add.Load(Accelerator).Launch(Stream, a.View, b.View, y.View);
        return y.GetAsArray1D();
    }
}
