using ILGPU;
using ILGPU.Runtime;
using NUnit.Framework;
using YolactGpu.Kernels.Normalization;
using YolactGpu.Tests.Support;

namespace YolactGpu.Tests.Kernels.Normalization;

public sealed class SimdSoftmaxTests(string device) : CpuAcceleratorFixture(device)
{
    [TestCase(1, 1)]
    [TestCase(3, 2)]
    [TestCase(67, 81)]
    [TestCase(130, 21)]
    [TestCase(5, 64)]
    public void Equals_the_definition(int rows, int columns)
    {
        float[] values = RandomData.Floats(rows * columns, seed: 1, -30, 30);

        float[] y = Softmax(values, rows, columns);

        for (int row = 0; row < rows; row++)
        {
            double[] e = [.. values.AsSpan(row * columns, columns).ToArray().Select(x => Math.Exp(x))];
            for (int k = 0; k < columns; k++)
            {
                double expected = e[k] / e.Sum();
                double tolerance = ((columns / 8.0) + 64) * Math.Pow(2, -24) * expected;
                Assert.That(y[(row * columns) + k], Is.EqualTo(expected).Within(tolerance + 1e-38), $"row {row}, class {k}");
            }
        }
    }

    [Test]
    public void Huge_logits_do_not_overflow()
    {
        float[] expected = [0.5f, 0.5f, 0f];

        Assert.That(Softmax([1e30f, 1e30f, -1e30f], 1, 3), Is.EqualTo(expected));
    }

    private float[] Softmax(float[] values, int rows, int columns)
    {
        using MemoryBuffer1D<float, Stride1D.Dense> x = Upload(values);
        using MemoryBuffer1D<float, Stride1D.Dense> y = Poisoned<float>(values.Length);
        SimdSoftmax.Load(Accelerator).Launch(Stream, x.View, y.View, new SoftmaxShape(rows, columns));
        return y.GetAsArray1D();
    }
}
