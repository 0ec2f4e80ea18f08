using ILGPU;
using ILGPU.Algorithms;
using ILGPU.Runtime;
using NUnit.Framework;

namespace YolactGpu.Tests.StandIns.Ilgpu;

public sealed class XMathTests(bool assertions) : IlgpuFixture(assertions)
{
    private static readonly float[] Values =
        [-30f, -2.5f, -1f, -0.3f, -0f, 0f, 1e-6f, 0.5f, 1f, 1.5f, 2.5f, 10f, 80f, float.PositiveInfinity, float.NaN];

    [Test]
    public void Floats_follow_the_bcl([ValueSource(nameof(Values))] float x)
    {
        Expect(XMath.Exp(x), MathF.Exp(x));
        Expect(XMath.Exp2(x), MathF.Pow(2, x));
        Expect(XMath.Log(x), MathF.Log(x));
        Expect(XMath.Log2(x), MathF.Log2(x));
        Expect(XMath.Log10(x), MathF.Log10(x));
        Expect(XMath.Log(x, 3f), MathF.Log(x, 3));
        Expect(XMath.Pow(x, 2.5f), MathF.Pow(x, 2.5f));
        Expect(XMath.Sqrt(x), MathF.Sqrt(x));
        Expect(XMath.Rsqrt(x), 1 / MathF.Sqrt(x));
        Expect(XMath.Rcp(x), 1 / x);
        Expect(XMath.Tanh(x), MathF.Tanh(x));
        Expect(XMath.Sin(x), MathF.Sin(x));
        Expect(XMath.Cos(x), MathF.Cos(x));
        Expect(XMath.Floor(x), MathF.Floor(x));
        Expect(XMath.Ceiling(x), MathF.Ceiling(x));
        Expect(XMath.Round(x), MathF.Round(x));
        Expect(XMath.RoundAwayFromZero(x), MathF.Round(x, MidpointRounding.AwayFromZero));
        Expect(XMath.Truncate(x), MathF.Truncate(x));
        Expect(XMath.Abs(x), MathF.Abs(x));
        Expect(XMath.Min(x, 1f), MathF.Min(x, 1));
        Expect(XMath.Max(x, 1f), MathF.Max(x, 1));
        Assert.That(XMath.IsNaN(x), Is.EqualTo(float.IsNaN(x)));
        Assert.That(XMath.IsInfinity(x), Is.EqualTo(float.IsInfinity(x)));
    }

    [Test]
    public void Doubles_follow_the_bcl([ValueSource(nameof(Values))] float value)
    {
        double x = value;
        Expect(XMath.Exp(x), Math.Exp(x));
        Expect(XMath.Log(x), Math.Log(x));
        Expect(XMath.Pow(x, 2.5), Math.Pow(x, 2.5));
        Expect(XMath.Sqrt(x), Math.Sqrt(x));
        Expect(XMath.Rsqrt(x), 1 / Math.Sqrt(x));
        Expect(XMath.Tanh(x), Math.Tanh(x));
        Expect(XMath.Floor(x), Math.Floor(x));
        Expect(XMath.Round(x), Math.Round(x));
        Expect(XMath.Rcp(x), 1 / x);
        Expect(XMath.Min(x, 1.0), Math.Min(x, 1));
        Expect(XMath.Clamp(x, -1.0, 1.0), Math.Max(Math.Min(x, 1), -1));
    }

    [Test]
    public void Integers_are_clamped()
    {
        Assert.That(XMath.Clamp(9, 1, 4), Is.EqualTo(4));
        Assert.That(XMath.Clamp(-9, 1, 4), Is.EqualTo(1));
        Assert.That(XMath.Max(3L, 4L), Is.EqualTo(4));
        Assert.That(XMath.DivRoundUp(9, 4), Is.EqualTo(3));
        Assert.That(XMath.Sign(-2.5f), Is.EqualTo(-1));
        Assert.That(XMath.PI, Is.EqualTo(MathF.PI));
    }

    [Test]
    public void Kernels_may_use_it()
    {
        using MemoryBuffer1D<float, Stride1D.Dense> values = Accelerator.Allocate1D([-1f, 0.25f, 4f]);
        Accelerator.LoadAutoGroupedStreamKernel<Index1D, ArrayView<float>>(SigmoidKernel)(3, values.View);

        Assert.That(
            values.GetAsArray1D(),
            Is.EqualTo(new[] { -1f, 0.25f, 4f }.Select(x => MathF.Sqrt(1 / (1 + MathF.Exp(-x))))).Within(1e-6f));
    }

    private static void SigmoidKernel(Index1D index, ArrayView<float> values) =>
        values[index] = XMath.Sqrt(XMath.Rcp(1 + XMath.Exp(-values[index])));

    private static void Expect(double found, double expected) =>
        Assert.That(found, Is.EqualTo(expected).Within(1e-6).Percent.Or.EqualTo(expected).Within(1e-12));
}
