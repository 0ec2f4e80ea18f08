using ILGPU;
using ILGPU.Runtime;
using NUnit.Framework;
using YolactGpu.Kernels.Normalization;
using YolactGpu.Tests.Reference;
using YolactGpu.Tests.Support;

namespace YolactGpu.Tests.Kernels.Normalization;

public sealed class SoftmaxTests(string device) : AcceleratorFixture(device)
{
    [TestCase(1, 1)]
    [TestCase(1, 7)]
    [TestCase(3, 2)]
    [TestCase(37, 81)]
    [TestCase(5, 64)]
    public void Equals_the_reference(int rows, int columns)
    {
        float[] x = RandomData.Floats(rows * columns, seed: 1, -10, 10);

        float[] y = Compute(x, rows, columns);

        double[] expected = SoftmaxReference.Compute(x, columns);
        using (Assert.EnterMultipleScope())
        {
            for (int at = 0; at < y.Length; at++)
            {
                // The argument of each exponential is up to 20, and rounded itself.
                double tolerance = (columns + 8 + 20) * Math.Pow(2, -24) * expected[at];
                Assert.That(y[at], Is.EqualTo(expected[at]).Within(tolerance), $"element {at}");
            }
        }
    }

    [TestCase(1e30f, 1e30f, -1e30f, ExpectedResult = new[] { 0.5f, 0.5f, 0f })]
    [TestCase(-1e30f, -1e30f, -1e30f, 0f, ExpectedResult = new[] { 0f, 0f, 0f, 1f })]
    [TestCase(float.NegativeInfinity, 3f, ExpectedResult = new[] { 0f, 1f })]
    public float[] Extreme_logits_neither_overflow_nor_vanish(params float[] x) => Compute(x, 1, x.Length);

    [Test]
    public void A_nan_spoils_its_own_row_alone([Range(0, 2)] int position)
    {
        float[] x = [1, 1, 1, 1, 1, 1, 1, 1, 1];
        x[3 + position] = float.NaN;

        float[] y = Compute(x, 3, 3);

        Assert.That(y[3..6], Is.All.NaN);
        Assert.That(y[..3].Concat(y[6..]), Is.All.EqualTo(1 / 3f).Within(1e-7));
    }

    [Test]
    public void Rows_do_not_depend_on_each_other()
    {
        float[] x = RandomData.Floats(4 * 21, seed: 2);

        Assert.That(Compute(x, 4, 21), Is.EqualTo(x.Chunk(21).SelectMany(row => Compute(row, 1, 21))));
    }

    [Test]
    public void May_write_over_its_input()
    {
        float[] values = RandomData.Floats(15, seed: 3);
        using MemoryBuffer1D<float, Stride1D.Dense> x = Upload(values);

        Softmax.Load(Accelerator).Launch(Stream, x.View, x.View, new SoftmaxShape(3, 5));

        Assert.That(x.GetAsArray1D(), Is.EqualTo(Compute(values, 3, 5)));
    }

    [TestCase(5, 6, "x holds 5 elements; the shape needs 6")]
    [TestCase(6, 7, "y holds 7 elements; the shape needs 6")]
    public void Refuses_lengths_that_the_shape_does_not_have(int inputs, int outputs, string message)
    {
        using MemoryBuffer1D<float, Stride1D.Dense> x = Poisoned<float>(inputs);
        using MemoryBuffer1D<float, Stride1D.Dense> y = Poisoned<float>(outputs);

        Assert.That(
            () => Softmax.Load(Accelerator).Launch(Stream, x.View, y.View, new SoftmaxShape(2, 3)),
            Throws.ArgumentException.With.Message.Contains(message));
    }

    private float[] Compute(float[] values, int rows, int columns)
    {
        using MemoryBuffer1D<float, Stride1D.Dense> x = Upload(values);
        using MemoryBuffer1D<float, Stride1D.Dense> y = Poisoned<float>(values.Length);
        Softmax.Load(Accelerator).Launch(Stream, x.View, y.View, new SoftmaxShape(rows, columns));
        return y.GetAsArray1D();
    }
}
