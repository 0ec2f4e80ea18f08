using ILGPU;
using ILGPU.Runtime;
using NUnit.Framework;
using YolactGpu.Kernels.Elementwise;
using YolactGpu.Tests.Reference;
using YolactGpu.Tests.Support;

namespace YolactGpu.Tests.Kernels.Elementwise;

public sealed class ActivateTests(string device) : AcceleratorFixture(device)
{
    /// <summary>
    /// Units in the last place: the function's own 4. A GPU's exp is off by 2, which the quotient of 1 − e and 1 + e of
    /// tanh at most doubles.
    /// </summary>
    private double Tolerance => Accelerator.AcceleratorType == AcceleratorType.CPU ? 4 : 8;

    [Test]
    public void Piecewise_linear_functions_are_exact(
        [Values(Activation.None, Activation.Relu, Activation.LeakyRelu)] Activation activation,
        [Values(1, 7, 8192, 16411)] int length)
    {
        float[] x = RandomData.Floats(length, seed: 1, -100, 100);

        Assert.That(Apply(x, activation), Is.EqualTo(x.Select(value => (float)ActivationReference.Compute(value, activation))));
    }

    [Test]
    public void Tanh_is_accurate_over_its_whole_range() => AssertAccurate(Even(-12, 12, 60_001), Activation.Tanh);

    [TestCase(0.25f, Description = "where the series gives way to the quotient")]
    [TestCase(-0.25f)]
    [TestCase(0.0625f)]
    [TestCase(-0.0625f)]
    [TestCase(-1f)]
    public void Tanh_is_accurate_at_every_float_around(float center)
    {
        int bits = BitConverter.SingleToInt32Bits(center);

        AssertAccurate([.. Enumerable.Range(bits - 2000, 4001).Select(BitConverter.Int32BitsToSingle)], Activation.Tanh);
    }

    [Test]
    public void Tanh_is_accurate_down_to_the_smallest_numbers() => AssertAccurate(
        [.. Enumerable.Range(-126, 130).SelectMany(exponent => Even(1, 2, 17).Select(digits => digits * MathF.Pow(2, exponent)))],
        Activation.Tanh);

    [Test]
    public void Sigmoid_is_accurate_over_its_whole_range() => AssertAccurate(Even(-87, 87, 60_001), Activation.Sigmoid);

    [TestCase(Activation.Sigmoid, -88.5f, 0f)]
    [TestCase(Activation.Sigmoid, -200f, 0f)]
    [TestCase(Activation.Sigmoid, float.NegativeInfinity, 0f)]
    [TestCase(Activation.Sigmoid, 0f, 0.5f)]
    [TestCase(Activation.Sigmoid, 20f, 1f)]
    [TestCase(Activation.Sigmoid, float.PositiveInfinity, 1f)]
    [TestCase(Activation.Tanh, 200f, 1f)]
    [TestCase(Activation.Tanh, float.PositiveInfinity, 1f)]
    [TestCase(Activation.Tanh, float.NegativeInfinity, -1f)]
    [TestCase(Activation.Relu, float.PositiveInfinity, float.PositiveInfinity)]
    [TestCase(Activation.Relu, float.NegativeInfinity, 0f)]
    [TestCase(Activation.Relu, -0f, 0f)]
    [TestCase(Activation.LeakyRelu, float.NegativeInfinity, float.NegativeInfinity)]
    [TestCase(Activation.None, float.NegativeInfinity, float.NegativeInfinity)]
    public void Ends_of_the_range_are_reached(Activation activation, float x, float expected) =>
        Assert.That(Apply([x], activation)[0], Is.EqualTo(expected).Within(1.2e-38f));

    [Test]
    public void A_nan_stays_one([Values] Activation activation) => Assert.That(Apply([1, float.NaN, -1], activation)[1], Is.NaN);

    [Test]
    public void A_negative_zero_keeps_its_sign([Values(Activation.None, Activation.LeakyRelu, Activation.Tanh)] Activation activation) =>
        Assert.That(BitConverter.SingleToInt32Bits(Apply([-0f], activation)[0]), Is.EqualTo(int.MinValue));

    [Test]
    public void May_write_over_its_input()
    {
        float[] expected = [0, 2, 0];
        using MemoryBuffer1D<float, Stride1D.Dense> x = Upload([-1f, 2f, -3f]);

        Activate.Load(Accelerator).Launch(Stream, x.View, x.View, Activation.Relu);

        Assert.That(x.GetAsArray1D(), Is.EqualTo(expected));
    }

    [Test]
    public void Refuses_an_output_of_the_wrong_length()
    {
        using MemoryBuffer1D<float, Stride1D.Dense> x = Poisoned<float>(3);
        using MemoryBuffer1D<float, Stride1D.Dense> y = Poisoned<float>(4);

        Assert.That(
            () => Activate.Load(Accelerator).Launch(Stream, x.View, y.View, Activation.Relu),
            Throws.ArgumentException.With.Message.Contains("y holds 4 elements; the shape needs 3"));
    }

    private static float[] Even(float low, float high, int count) =>
        [.. Enumerable.Range(0, count).Select(i => low + ((high - low) * i / (count - 1)))];

    private void AssertAccurate(float[] x, Activation activation)
    {
        float[] y = Apply(x, activation);

        (float At, double Error) worst = x
            .Select((value, i) => (value, Ulps.Between(y[i], ActivationReference.Compute(value, activation))))
            .MaxBy(pair => pair.Item2);
        Assert.That(worst.Error, Is.LessThan(Tolerance), $"units in the last place at {worst.At:R}");
    }

    private float[] Apply(float[] values, Activation activation)
    {
        using MemoryBuffer1D<float, Stride1D.Dense> x = Upload(values);
        using MemoryBuffer1D<float, Stride1D.Dense> y = Poisoned<float>(values.Length);
        Activate.Load(Accelerator).Launch(Stream, x.View, y.View, activation);
        return y.GetAsArray1D();
    }
}
