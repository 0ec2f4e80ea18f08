using ILGPU;
using ILGPU.Runtime;
using NUnit.Framework;
using Half = ILGPU.Half;

namespace YolactGpu.Tests.StandIns.Ilgpu;

public sealed class HalfTests(bool assertions) : IlgpuFixture(assertions)
{
    [Test]
    public void Every_half_widens_as_ieee_says()
    {
        for (int bits = 0; bits <= ushort.MaxValue; bits++)
        {
            float expected = (float)BitConverter.UInt16BitsToHalf((ushort)bits);
            float found = Interop.IntAsFloat((ushort)bits);
            if (BitConverter.SingleToInt32Bits(found) != BitConverter.SingleToInt32Bits(expected))
            {
                Assert.That(float.IsNaN(found) && float.IsNaN(expected), Is.True, $"0x{bits:X4}");
            }
        }
    }

    [Test]
    public void Every_half_survives_a_trip_through_float()
    {
        for (int bits = 0; bits <= ushort.MaxValue; bits++)
        {
            Half half = Interop.IntAsFloat((ushort)bits);
            if (!Half.IsNaN(half))
            {
                Assert.That(Interop.FloatAsInt((Half)(float)half), Is.EqualTo(bits));
            }
        }
    }

    [Test]
    public void Narrowing_is_within_a_unit_and_towards_zero()
    {
        Random random = new(3);
        for (int i = 0; i < 20_000; i++)
        {
            float value = (float)((random.NextDouble() - 0.5) * Math.Pow(2, random.Next(-24, 17)));
            float rounded = (Half)value;
            float nearest = (float)(System.Half)value;
            float next = (float)System.Half.BitIncrement((System.Half)Math.Abs(rounded));
            Assert.That(Math.Abs(rounded), Is.LessThanOrEqualTo(Math.Abs(value)));
            Assert.That(Math.Abs(value), Is.LessThan(next));
            Assert.That(rounded == nearest || Math.Abs(rounded) < Math.Abs(nearest), Is.True);
        }
    }

    [Test]
    public void Special_values_stay_special()
    {
        Assert.That((float)(Half)float.PositiveInfinity, Is.EqualTo(float.PositiveInfinity));
        Assert.That((float)(Half)float.NegativeInfinity, Is.EqualTo(float.NegativeInfinity));
        Assert.That((float)(Half)1e6f, Is.EqualTo(float.PositiveInfinity));
        Assert.That(float.IsNaN((Half)float.NaN), Is.True);
        Assert.That((float)Half.MaxValue, Is.EqualTo(65504f));
        Assert.That((float)Half.Epsilon, Is.EqualTo(5.9604645e-8f));
        Assert.That(Half.IsInfinity(Half.PositiveInfinity), Is.True);
        Assert.That(Half.IsFinite(Half.One), Is.True);
        Assert.That(Half.IsZero(-Half.Zero), Is.True);
    }

    [Test]
    public void Arithmetic_and_order_are_those_of_the_numbers()
    {
        Half a = (Half)1.5f;
        Half b = (Half)(-0.25f);

        Assert.That((float)(a + b), Is.EqualTo(1.25f));
        Assert.That((float)(a - b), Is.EqualTo(1.75f));
        Assert.That((float)(a * b), Is.EqualTo(-0.375f));
        Assert.That((float)(a / b), Is.EqualTo(-6f));
        Assert.That((float)-a, Is.EqualTo(-1.5f));
        Assert.That((float)Half.Abs(b), Is.EqualTo(0.25f));
        Assert.That(a > b && b < a && a >= b && b <= a && a != b, Is.True);
        Assert.That((int)(Half)7, Is.EqualTo(7));
        Assert.That((double)(Half)0.5, Is.EqualTo(0.5));
    }

    [Test]
    public void Halves_work_in_kernels_and_share_the_layout_of_the_bcl()
    {
        System.Half[] values = [(System.Half)1.5, (System.Half)(-3), (System.Half)0.25];
        using MemoryBuffer1D<Half, Stride1D.Dense> halves = Accelerator.Allocate1D<Half>(3);
        halves.View.CopyFromCPU(Stream, System.Runtime.InteropServices.MemoryMarshal.Cast<System.Half, Half>(values));
        using MemoryBuffer1D<float, Stride1D.Dense> floats = Zeros<float>(3);
        Accelerator.LoadAutoGroupedStreamKernel<Index1D, ArrayView<Half>, ArrayView<float>>(DoubleKernel)(
            3, halves.View, floats.View);

        Assert.That(floats.GetAsArray1D(), Is.EqualTo([1.5f, -3f, 0.25f]));
        Assert.That(halves.GetAsArray1D().Select(half => (float)half), Is.EqualTo([3f, -6f, 0.5f]));
    }

    private static void DoubleKernel(Index1D index, ArrayView<Half> halves, ArrayView<float> floats)
    {
        float value = halves[index];
        floats[index] = value;
        halves[index] = (Half)(2 * value);
    }
}
