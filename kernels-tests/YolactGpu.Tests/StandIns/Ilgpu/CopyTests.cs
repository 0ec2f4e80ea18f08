using ILGPU;
using ILGPU.Runtime;
using NUnit.Framework;

namespace YolactGpu.Tests.StandIns.Ilgpu;

public sealed class CopyTests(bool assertions) : IlgpuFixture(assertions)
{
    [Test]
    public void Arrays_go_there_and_back()
    {
        using MemoryBuffer1D<int, Stride1D.Dense> buffer = Accelerator.Allocate1D<int>(3);
        int[] back = new int[3];
        buffer.CopyFromCPU([1, 2, 3]);
        buffer.CopyToCPU(back);
        Assert.That(back, Is.EqualTo([1, 2, 3]));

        buffer.View.CopyFromCPU(Stream, [4, 5, 6]);
        buffer.View.CopyToCPU(Stream, back);
        Assert.That(back, Is.EqualTo([4, 5, 6]));

        buffer.View.BaseView.CopyFromCPU([7, 8, 9]);
        buffer.View.BaseView.SubView(1).CopyToCPU(Stream, back.AsSpan(0, 2));
        Assert.That(back, Is.EqualTo([8, 9, 6]));
        Assert.That(buffer.GetAsArray1D(Stream), Is.EqualTo([7, 8, 9]));
    }

    [Test]
    public void Spans_may_be_shorter_than_the_view()
    {
        using MemoryBuffer1D<int, Stride1D.Dense> buffer = Accelerator.Allocate1D([1, 2, 3, 4]);
        int[] back = new int[4];
        buffer.View.CopyFromCPU(Stream, new ReadOnlySpan<int>([10, 20]));
        buffer.View.BaseView.SubView(2).CopyFromCPU(Stream, new ReadOnlySpan<int>([30]));
        buffer.View.CopyToCPU(Stream, back.AsSpan(0, 3));

        Assert.That(back, Is.EqualTo([10, 20, 30, 0]));
    }

    [Test]
    public void Wrong_lengths_are_refused()
    {
        using MemoryBuffer1D<int, Stride1D.Dense> buffer = Zeros<int>(4);

        Assert.That(() => buffer.CopyFromCPU(new int[3]), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => buffer.CopyFromCPU(new int[5]), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => buffer.CopyToCPU(new int[3]), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => buffer.View.CopyToCPU(new int[5]), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(
            () => buffer.View.CopyFromCPU(Stream, new ReadOnlySpan<int>(new int[5])),
            Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(
            () => buffer.View.CopyToCPU(Stream, new Span<int>(new int[5])),
            Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => Accelerator.Allocate1D<int>(-1), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => Accelerator.AllocateRaw(1, 0), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => Accelerator.Allocate1D((int[])null!), Throws.ArgumentNullException);
    }

    [Test]
    public void CopyTo_fills_its_target()
    {
        using MemoryBuffer1D<int, Stride1D.Dense> large = Accelerator.Allocate1D([1, 2, 3, 4, 5]);
        using MemoryBuffer1D<int, Stride1D.Dense> small = Accelerator.Allocate1D([-1, -2]);
        large.View.CopyTo(small.View);
        Assert.That(small.GetAsArray1D(), Is.EqualTo([1, 2]));

        large.View.BaseView.SubView(2).CopyTo(Stream, small.View.BaseView);
        Assert.That(small.GetAsArray1D(), Is.EqualTo([3, 4]));
        Assert.That(() => small.View.CopyTo(large.View), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void CopyFrom_empties_its_source()
    {
        using MemoryBuffer1D<int, Stride1D.Dense> large = Accelerator.Allocate1D([1, 2, 3, 4, 5]);
        using MemoryBuffer1D<int, Stride1D.Dense> small = Accelerator.Allocate1D([-1, -2]);
        large.View.CopyFrom(small.View);
        large.View.SubView(3, 2).CopyFrom(Stream, small.View);

        Assert.That(large.GetAsArray1D(), Is.EqualTo([-1, -2, 3, -1, -2]));
        Assert.That(() => small.View.CopyFrom(large.View), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void Whole_buffers_copy_too()
    {
        using MemoryBuffer1D<int, Stride1D.Dense> source = Accelerator.Allocate1D([1, 2]);
        using MemoryBuffer1D<int, Stride1D.Dense> target = Zeros<int>(2);
        source.CopyTo(Stream, target);

        Assert.That(target.GetAsArray1D(), Is.EqualTo([1, 2]));
    }

    [Test]
    public void Memory_is_set_bytewise()
    {
        using MemoryBuffer1D<int, Stride1D.Dense> buffer = Accelerator.Allocate1D([1, 2, 3, 4]);
        buffer.View.SubView(0, 2).MemSet(1);
        buffer.View.BaseView.SubView(2, 1).MemSetToZero(Stream);
        Assert.That(buffer.GetAsArray1D(), Is.EqualTo([0x01010101, 0x01010101, 0, 4]));

        buffer.MemSet(Stream, 0xFF);
        Assert.That(buffer.GetAsArray1D(), Is.All.EqualTo(-1));

        buffer.MemSetToZero();
        Assert.That(buffer.GetAsArray1D(), Is.All.Zero);
        Assert.That(() => default(ArrayView<int>).MemSetToZero(), Throws.InvalidOperationException);
    }

    [Test]
    public void A_disposed_buffer_cannot_be_copied()
    {
        MemoryBuffer1D<int, Stride1D.Dense> buffer = Zeros<int>(3);
        buffer.Dispose();

        Assert.That(buffer.IsDisposed, Is.True);
        Assert.That(() => buffer.GetAsArray1D(), Throws.InstanceOf<InvalidOperationException>());
        Assert.That(() => buffer.CopyFromCPU(new int[3]), Throws.InstanceOf<InvalidOperationException>());
        Assert.That(buffer.Dispose, Throws.Nothing);
    }

    [Test]
    public void An_accelerator_frees_what_is_left()
    {
        MemoryBuffer1D<int, Stride1D.Dense> left = null!;
        OnFreshAccelerator(accelerator => left = accelerator.Allocate1D<int>(3));

        Assert.That(left.IsDisposed, Is.True);
        Assert.That(left.Dispose, Throws.Nothing);
    }
}
