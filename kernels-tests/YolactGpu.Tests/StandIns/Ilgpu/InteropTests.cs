using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.Cuda;
using NUnit.Framework;

namespace YolactGpu.Tests.StandIns.Ilgpu;

public sealed class InteropTests(bool assertions) : IlgpuFixture(assertions)
{
    [Test]
    public void Bits_are_reinterpreted_on_the_host()
    {
        Assert.That(Interop.FloatAsInt(1.5f), Is.EqualTo(0x3FC0_0000u));
        Assert.That(Interop.FloatAsInt(1.5), Is.EqualTo(0x3FF8_0000_0000_0000ul));
        Assert.That(Interop.FloatAsInt((ILGPU.Half)1.5f), Is.EqualTo((ushort)0x3E00));
        Assert.That(Interop.IntAsFloat(0x3FC0_0000u), Is.EqualTo(1.5f));
        Assert.That(Interop.IntAsFloat(0x3FF8_0000_0000_0000ul), Is.EqualTo(1.5));
        Assert.That((float)Interop.IntAsFloat((ushort)0x3E00), Is.EqualTo(1.5f));
        Assert.That(Interop.SizeOf<Pair>(), Is.EqualTo(16));
        Assert.That(Interop.SizeOf(default(Pair)), Is.EqualTo(16));
        Assert.That(Interop.ComputeRelativeSizeOf<int, byte>(5), Is.EqualTo(2));
    }

    [Test]
    public void Bits_are_reinterpreted_in_kernels()
    {
        using MemoryBuffer1D<uint, Stride1D.Dense> found = Zeros<uint>(6);
        Accelerator.LoadAutoGroupedStreamKernel<Index1D, ArrayView<uint>, float>(BitKernel)(1, found.View, -2f);

        Assert.That(found.GetAsArray1D(), Is.EqualTo([0xC000_0000u, 0xC000u, 0x4000_0000u, 16u, 4u, 7u]));
    }

    [Test]
    public void Integer_mathematics_is_exact()
    {
        Assert.That(IntrinsicMath.DivRoundUp(7, 3), Is.EqualTo(3));
        Assert.That(IntrinsicMath.DivRoundUp(6L, 3L), Is.EqualTo(2));
        Assert.That(IntrinsicMath.DivRoundDown(7, 3), Is.EqualTo(2));
        Assert.That(IntrinsicMath.Clamp(9, 1, 5), Is.EqualTo(5));
        Assert.That(IntrinsicMath.Clamp(-9f, -1f, 5f), Is.EqualTo(-1f));
        Assert.That(IntrinsicMath.Min(3u, 2u), Is.EqualTo(2u));
        Assert.That(IntrinsicMath.Max((byte)3, (byte)2), Is.EqualTo(3));
        Assert.That(IntrinsicMath.Abs(-3L), Is.EqualTo(3));
        Assert.That(IntrinsicMath.PopCount(-1), Is.EqualTo(32));
        Assert.That(IntrinsicMath.LeadingZeroCount(1u), Is.EqualTo(31));
        Assert.That(IntrinsicMath.TrailingZeroCount(8L), Is.EqualTo(3));
        Assert.That(IntrinsicMath.CopySign(3f, -0f), Is.EqualTo(-3f));
    }

    [Test]
    public void Inline_ptx_is_not_supported_here()
    {
        using MemoryBuffer1D<int, Stride1D.Dense> found = Zeros<int>(1);
        Accelerator.LoadAutoGroupedStreamKernel<Index1D, ArrayView<int>>(GuardedKernel)(1, found.View);

        Assert.That(CudaAsm.IsSupported, Is.False);
        Assert.That(found.GetAsArray1D(), Is.EqualTo([2]));
        Assert.That(
            () => CudaAsm.Emit("membar.gl;"),
            Throws.InstanceOf<NotSupportedException>().Or.InstanceOf<NotImplementedException>());
    }

    private static void BitKernel(Index1D index, ArrayView<uint> found, float value)
    {
        found[0] = Interop.FloatAsInt(value);
        found[1] = Interop.FloatAsInt((ILGPU.Half)value);
        found[2] = Interop.FloatAsInt(-Interop.IntAsFloat(found[0]));
        found[3] = (uint)Interop.SizeOf<Pair>();
        found[4] = (uint)IntrinsicMath.DivRoundUp(10, 3);
        MemoryFence.DeviceLevel();
        MemoryFence.GroupLevel();
        found[5] = (uint)IntrinsicMath.PopCount(0x7F);
    }

    private static void GuardedKernel(Index1D index, ArrayView<int> found)
    {
        if (CudaAsm.IsSupported)
        {
            Input<int> input = 3;
            Output<int> output = default;
            CudaAsm.EmitRef("mov.s32 %1, %0;", ref input, ref output);
            CudaAsm.Emit("mov.s32 %0, %1;", out int moved, output.Value);
            found[index] = moved;
        }
        else
        {
            found[index] = 2;
        }
    }

    private readonly struct Pair(float a, double b)
    {
        public readonly float A = a;
        public readonly double B = b;
    }
}
