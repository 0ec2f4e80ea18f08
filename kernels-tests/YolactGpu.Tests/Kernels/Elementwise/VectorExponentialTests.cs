using System.Numerics;
using NUnit.Framework;
using YolactGpu.Kernels.Elementwise;

namespace YolactGpu.Tests.Kernels.Elementwise;

public sealed class VectorExponentialTests
{
    [Test]
    public void Is_within_two_units_in_the_last_place_where_the_result_is_a_normal_number()
    {
        double worst = 0;
        for (int i = -174_000; i <= 177_000; i++)
        {
            float x = i / 2000f;
            double expected = Math.Exp(x);
            worst = Math.Max(worst, Math.Abs(Exp(x) - expected) / (expected * Math.Pow(2, -23)));
        }

        Assert.That(worst, Is.LessThan(2));
    }

    [TestCase(0f, 1f)]
    [TestCase(-0f, 1f)]
    [TestCase(-105f, 0f)]
    [TestCase(float.NegativeInfinity, 0f)]
    [TestCase(89f, float.PositiveInfinity)]
    [TestCase(float.PositiveInfinity, float.PositiveInfinity)]
    [TestCase(float.NaN, float.NaN)]
    public void Keeps_the_ends_of_the_range(float x, float expected) => Assert.That(Exp(x), Is.EqualTo(expected));

    [Test]
    public void Goes_down_to_zero_in_steps_that_float32_has() =>
        Assert.That(Exp(-100), Is.EqualTo(Math.Exp(-100)).Within(float.Epsilon));

    private static float Exp(float x) => VectorExponential.Exp(new Vector<float>(x))[0];
}
