using ILGPU;
using ILGPU.Runtime;
using NUnit.Framework;
using YolactGpu.Kernels.Elementwise;
using YolactGpu.Tests.Support;

namespace YolactGpu.Tests.Kernels.Elementwise;

public sealed class MultiplyTests(string device) : AcceleratorFixture(device)
{
    [TestCase(1, 1)]
    [TestCase(7, 1)]
    [TestCase(331, 81, Description = "one factor a row; several runs of the CPU accelerator and a rest")]
    public void Rounds_each_product_once(int rows, int columns)
    {
        float[] a = RandomData.Floats(rows * columns, seed: 1);
        float[] b = RandomData.Floats(rows, seed: 2, -1e4f, 1e4f);

        Assert.That(Product(a, b, columns), Is.EqualTo(a.Select((value, i) => (float)((double)value * b[i / columns]))));
    }

    [Test]
    public void May_write_over_its_first_factor()
    {
        float[] expected = [10, 40, 90];
        using MemoryBuffer1D<float, Stride1D.Dense> a = Upload([1f, 2f, 3f]);
        using MemoryBuffer1D<float, Stride1D.Dense> b = Upload([10f, 20f, 30f]);

        Multiply.Load(Accelerator).Launch(Stream, a.View, b.View, a.View, 1);

        Assert.That(a.GetAsArray1D(), Is.EqualTo(expected));
    }

    [Test]
    public void Refuses_factors_of_the_wrong_length() => Assert.That(
        () => Product([1, 2, 3], [1, 2], 2), Throws.ArgumentException.With.Message.Contains("a holds 3 elements; the shape needs 4"));

    private float[] Product(float[] left, float[] right, int columns)
    {
        using MemoryBuffer1D<float, Stride1D.Dense> a = Upload(left);
        using MemoryBuffer1D<float, Stride1D.Dense> b = Upload(right);
        using MemoryBuffer1D<float, Stride1D.Dense> y = Poisoned<float>(left.Length);
        Multiply.Load(Accelerator).Launch(Stream, a.View, b.View, y.View, columns);
        return y.GetAsArray1D();
    }
}
