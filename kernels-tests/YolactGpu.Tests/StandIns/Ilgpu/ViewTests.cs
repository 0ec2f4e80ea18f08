using ILGPU;
using ILGPU.Runtime;
using NUnit.Framework;

namespace YolactGpu.Tests.StandIns.Ilgpu;

public sealed class ViewTests(bool assertions) : IlgpuFixture(assertions)
{
    [Test]
    public void A_view_knows_its_length()
    {
        using MemoryBuffer1D<double, Stride1D.Dense> buffer = Accelerator.Allocate1D<double>(7);
        ArrayView<double> view = buffer.View;

        Assert.That(buffer.Length, Is.EqualTo(7));
        Assert.That(buffer.LengthInBytes, Is.EqualTo(56));
        Assert.That(buffer.ElementSize, Is.EqualTo(8));
        Assert.That(buffer.Extent, Is.EqualTo(new LongIndex1D(7)));
        Assert.That(buffer.NativePtr, Is.Not.EqualTo(IntPtr.Zero));
        Assert.That(view.Length, Is.EqualTo(7));
        Assert.That(view.IntLength, Is.EqualTo(7));
        Assert.That(view.LengthInBytes, Is.EqualTo(56));
        Assert.That(view.IntExtent, Is.EqualTo(new Index1D(7)));
        Assert.That(view.Extent, Is.EqualTo(new LongIndex1D(7)));
        Assert.That(view.IsValid, Is.True);
        Assert.That(ArrayView<double>.ElementSize, Is.EqualTo(8));
    }

    [Test]
    public void An_empty_view_is_not_valid()
    {
        using MemoryBuffer1D<float, Stride1D.Dense> buffer = Accelerator.Allocate1D<float>(0);

        Assert.That(ArrayView<float>.Empty.IsValid, Is.False);
        Assert.That(ArrayView<float>.Empty.Length, Is.Zero);
        Assert.That(default(ArrayView<float>).IsValid, Is.False);
        Assert.That(buffer.View.IsValid, Is.False);
        Assert.That(buffer.GetAsArray1D(), Is.Empty);
        Assert.That(() => buffer.MemSetToZero(), Throws.Nothing);
        Assert.That(buffer.View.BaseView.HasNoData(), Is.True);
    }

    [Test]
    public void A_part_of_a_view_begins_where_it_is_told()
    {
        using MemoryBuffer1D<int, Stride1D.Dense> buffer = Accelerator.Allocate1D([0, 10, 20, 30, 40, 50]);
        ArrayView<int> view = buffer.View;

        Assert.That(view.SubView(2).GetAsArray(), Is.EqualTo([20, 30, 40, 50]));
        Assert.That(view.SubView(1, 3).GetAsArray(), Is.EqualTo([10, 20, 30]));
        Assert.That(view.SubView(1L, 3L).SubView(1).GetAsArray(), Is.EqualTo([20, 30]));
        Assert.That(view.SubView(5, 0).Length, Is.Zero);
        Assert.That(view.SubView(0, 0).SubView(0).Length, Is.Zero);
        Assert.That(buffer.View.SubView(4, 2).GetAsArray1D(), Is.EqualTo([40, 50]));
    }

    [Test]
    public void A_cast_view_counts_whole_elements()
    {
        using MemoryBuffer1D<float, Stride1D.Dense> buffer = Accelerator.Allocate1D([1f, 2f, 3f, 4f, 5f]);
        ArrayView<float> view = buffer.View;

        Assert.That(view.Cast<uint>().GetAsArray()[1], Is.EqualTo(BitConverter.SingleToUInt32Bits(2)));
        Assert.That(view.Cast<byte>().Length, Is.EqualTo(20));
        Assert.That(view.Cast<double>().Length, Is.EqualTo(2));
        Assert.That(view.Cast<byte>().Cast<float>().GetAsArray(), Is.EqualTo([1f, 2f, 3f, 4f, 5f]));
    }

    [Test]
    public void Raw_memory_is_cut_into_views_of_any_type()
    {
        using MemoryBuffer raw = Accelerator.AllocateRaw(16, 4);
        ArrayView<int> ints = raw.AsRawArrayView(16, 12).Cast<int>();
        ArrayView<float> floats = raw.AsArrayView<float>(8, 4);
        ints.CopyFromCPU([1, 2, 3]);
        floats.CopyFromCPU([1f, 2f, 3f, 4f]);

        Assert.That(ints.GetAsArray(), Is.EqualTo([1, 2, 3]));
        Assert.That(floats.GetAsArray(), Is.EqualTo([1f, 2f, 3f, 4f]));
        Assert.That(raw.AsRawArrayView().Length, Is.EqualTo(64));
        Assert.That(raw.AsRawArrayView(32).Cast<float>().GetAsArray()[..4], Is.EqualTo([1f, 2f, 3f, 4f]));
        Assert.That(() => raw.AsRawArrayView(60, 8), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => raw.AsRawArrayView(64), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => raw.AsArrayView<double>(0, 1), Throws.InstanceOf<NotSupportedException>());
    }

    [Test]
    public void Kernels_index_by_int_long_and_index_types()
    {
        using MemoryBuffer1D<int, Stride1D.Dense> buffer = Zeros<int>(16);
        Accelerator.LoadAutoGroupedStreamKernel<Index1D, ArrayView<int>, ArrayView1D<int, Stride1D.Dense>>(IndexKernel)(
            2, buffer.View.SubView(0, 8).BaseView, buffer.View.SubView(8, 8));

        Assert.That(
            buffer.GetAsArray1D(), Is.EqualTo([10, 11, 20, 21, 30, 31, 40, 41, 50, 51, 60, 61, 2, 8, 8, 8]));
    }

    [Test]
    public void Views_of_views_work_inside_kernels()
    {
        using MemoryBuffer1D<float, Stride1D.Dense> source = Accelerator.Allocate1D([1f, 2f, 3f, 4f, 5f, 6f, 7f, 8f]);
        using MemoryBuffer1D<Four, Stride1D.Dense> sums = Zeros<Four>(2);
        Accelerator.LoadAutoGroupedStreamKernel<Index1D, ArrayView<float>, ArrayView<Four>>(SumKernel)(
            2, source.View, sums.View);
        Four[] found = sums.GetAsArray1D();

        Assert.That(found[0], Is.EqualTo(new Four(1, 3, 6, 10)));
        Assert.That(found[1], Is.EqualTo(new Four(5, 11, 18, 26)));
    }

    private static void IndexKernel(Index1D index, ArrayView<int> view, ArrayView1D<int, Stride1D.Dense> dense)
    {
        view[index] = 10 + index.X;
        view[2 + index.X] = 20 + index.X;
        view[4L + index.X] = 30 + index.X;
        view[new LongIndex1D(6 + index.X)] = 40 + index.X;
        dense[index] = 50 + index.X;
        dense[new LongIndex1D(2 + index.X)] = 60 + index.X;
        if (index.X == 0)
        {
            dense[4] = view.SubView(6).IntLength;
            dense[5] = dense.IntLength;
            dense[6] = (int)view.Length;
        }
        else
        {
            dense[7] = (int)view.Cast<byte>().Length / 4;
        }
    }

    private static void SumKernel(Index1D index, ArrayView<float> source, ArrayView<Four> sums)
    {
        Four four = source.SubView(4 * index.X, 4).Cast<Four>()[0];
        sums[index] = new Four(
            four.A, four.A + four.B, four.A + four.B + four.C, four.A + four.B + four.C + four.D);
    }

    public readonly record struct Four(float A, float B, float C, float D);
}
