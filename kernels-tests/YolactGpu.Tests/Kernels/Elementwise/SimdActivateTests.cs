using ILGPU;
using ILGPU.Runtime;
using NUnit.Framework;
using YolactGpu.Kernels.Elementwise;
using YolactGpu.Tests.Support;

namespace YolactGpu.Tests.Kernels.Elementwise;

public sealed class SimdActivateTests(string device) : CpuAcceleratorFixture(device)
{
    [Test]
    public void Is_within_three_units_in_the_last_place([Values] Activation activation, [Values(1, 9, 8192, 20003)] int length)
    {
        float[] values = RandomData.Floats(length, seed: 1, -12, 12);

        float[] y = Activate(values, activation);

        for (int i = 0; i < length; i++)
        {
            double expected = Exact(values[i], activation);
            Assert.That(y[i], Is.EqualTo(expected).Within(3 * Math.Pow(2, -23) * Math.Abs(expected)), $"{activation} of {values[i]:R}");
        }
    }

    [TestCase(Activation.Sigmoid, 200f, 1f)]
    [TestCase(Activation.Sigmoid, -200f, 0f)]
    [TestCase(Activation.Sigmoid, 0f, 0.5f)]
    [TestCase(Activation.Tanh, 200f, 1f)]
    [TestCase(Activation.Tanh, -200f, -1f)]
    [TestCase(Activation.Tanh, 1e-20f, 1e-20f)]
    [TestCase(Activation.Relu, float.PositiveInfinity, float.PositiveInfinity)]
    [TestCase(Activation.LeakyRelu, -10f, -1f)]
    public void Keeps_the_ends_of_the_range(Activation activation, float x, float expected) =>
        Assert.That(Activate([.. Enumerable.Repeat(x, 33)], activation), Is.All.EqualTo(expected));

    [Test]
    public void Keeps_a_nan([Values] Activation activation) =>
        Assert.That(Activate([.. Enumerable.Repeat(float.NaN, 33)], activation), Is.All.NaN);

    private static double Exact(double x, Activation activation) => activation switch
    {
        Activation.Relu => Math.Max(x, 0),
        Activation.LeakyRelu => x < 0 ? 0.1f * x : x,
        Activation.Sigmoid => 1 / (1 + Math.Exp(-x)),
        Activation.Tanh => Math.Tanh(x),
        _ => x,
    };

    private float[] Activate(float[] values, Activation activation)
    {
        using MemoryBuffer1D<float, Stride1D.Dense> x = Upload(values);
        using MemoryBuffer1D<float, Stride1D.Dense> y = Poisoned<float>(values.Length);
        SimdActivate.Load(Accelerator).Launch(Stream, x.View, y.View, activation);
        return y.GetAsArray1D();
    }
}
