using ILGPU;
using ILGPU.Runtime;
using NUnit.Framework;

namespace YolactGpu.Tests.StandIns.Ilgpu;

public sealed class MultiDimensionalViewTests(bool assertions) : IlgpuFixture(assertions)
{
    [Test]
    public void Strides_say_which_axis_is_dense()
    {
        using MemoryBuffer2D<int, Stride2D.DenseX> x = Accelerator.Allocate2DDenseX<int>(new LongIndex2D(3, 4));
        using MemoryBuffer2D<int, Stride2D.DenseY> y = Accelerator.Allocate2DDenseY<int>(new LongIndex2D(3, 4));
        using MemoryBuffer3D<int, Stride3D.DenseXY> xy = Accelerator.Allocate3DDenseXY<int>(new LongIndex3D(3, 4, 5));
        using MemoryBuffer3D<int, Stride3D.DenseZY> zy = Accelerator.Allocate3DDenseZY<int>(new LongIndex3D(3, 4, 5));

        Assert.That((x.View.Stride.XStride, x.View.Stride.YStride), Is.EqualTo((1, 3)));
        Assert.That((y.View.Stride.XStride, y.View.Stride.YStride), Is.EqualTo((4, 1)));
        Assert.That(xy.View.Stride.StrideExtent, Is.EqualTo(new Index3D(1, 3, 12)));
        Assert.That(zy.View.Stride.StrideExtent, Is.EqualTo(new Index3D(20, 5, 1)));
        Assert.That(x.Extent, Is.EqualTo(new LongIndex2D(3, 4)));
        Assert.That(xy.View.Length, Is.EqualTo(60));
        Assert.That(x.View.Stride.ComputeElementIndex(new Index2D(2, 3)), Is.EqualTo(11));
        Assert.That(new Stride1D.General(5).ComputeElementIndex(new Index1D(3)), Is.EqualTo(15));
    }

    [Test]
    public void Elements_lie_where_the_strides_say()
    {
        using MemoryBuffer1D<int, Stride1D.Dense> buffer = Zeros<int>(24);
        Accelerator.LoadAutoGroupedStreamKernel<Index2D, ArrayView2D<int, Stride2D.DenseX>,
            ArrayView2D<int, Stride2D.DenseY>>(FillKernel)(
            new Index2D(3, 4),
            buffer.View.SubView(0, 12).As2DDenseXView(new LongIndex2D(3, 4)),
            buffer.View.SubView(12, 12).As2DDenseYView(new LongIndex2D(3, 4)));

        Assert.That(
            buffer.GetAsArray1D(),
            Is.EqualTo([0, 1, 2, 10, 11, 12, 20, 21, 22, 30, 31, 32, 0, 10, 20, 30, 1, 11, 21, 31, 2, 12, 22, 32]));
    }

    [Test]
    public void A_box_of_a_view_keeps_its_strides()
    {
        using MemoryBuffer1D<int, Stride1D.Dense> buffer = Zeros<int>(60);
        ArrayView3D<int, Stride3D.DenseXY> whole = buffer.View.As3DDenseXYView(new LongIndex3D(3, 4, 5));
        ArrayView3D<int, Stride3D.DenseXY> box = whole.SubView(new Index3D(1, 2, 3), new Index3D(2, 2, 2));
        Accelerator.LoadAutoGroupedStreamKernel<Index3D, ArrayView3D<int, Stride3D.DenseXY>>(MarkKernel)(
            box.IntExtent, box);
        int[] found = buffer.GetAsArray1D();

        Assert.That(
            Enumerable.Range(0, 60).Where(i => found[i] == 1),
            Is.EqualTo(Enumerable.Range(0, 60).Where(i => i % 3 >= 1 && i / 3 % 4 >= 2 && i / 12 >= 3)));
    }

    [Test]
    public void A_strided_line_skips_elements()
    {
        using MemoryBuffer1D<int, Stride1D.Dense> buffer = Zeros<int>(10);
        Accelerator.LoadAutoGroupedStreamKernel<Index1D, ArrayView1D<int, Stride1D.General>>(LineKernel)(
            4, new ArrayView1D<int, Stride1D.General>(buffer.View.BaseView, 4, new Stride1D.General(3)));

        Assert.That(buffer.GetAsArray1D(), Is.EqualTo([1, 0, 0, 2, 0, 0, 3, 0, 0, 4]));
    }

    private static void FillKernel(
        Index2D index, ArrayView2D<int, Stride2D.DenseX> x, ArrayView2D<int, Stride2D.DenseY> y)
    {
        x[index] = (10 * index.Y) + index.X;
        y[index.X, index.Y] = (10 * index.Y) + index.X;
    }

    private static void MarkKernel(Index3D index, ArrayView3D<int, Stride3D.DenseXY> box) => box[index] = 1;

    private static void LineKernel(Index1D index, ArrayView1D<int, Stride1D.General> line) => line[index] = index.X + 1;
}
