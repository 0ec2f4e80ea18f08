using ILGPU;
using NUnit.Framework;

namespace YolactGpu.Tests.StandIns.Ilgpu;

[TestFixture]
public sealed class IndexTests
{
    [Test]
    public void One_dimension_is_a_number()
    {
        Index1D index = 7;
        LongIndex1D wide = index;
        int number = index;
        long wideNumber = wide;

        Assert.That(index.X, Is.EqualTo(7));
        Assert.That(index.Size, Is.EqualTo(7));
        Assert.That((number, wideNumber), Is.EqualTo((7, 7L)));
        Assert.That((Index1D)wide, Is.EqualTo(index));
        Assert.That((uint)index, Is.EqualTo(7u));
        Assert.That(new LongIndex1D(1L << 40).Size, Is.EqualTo(1L << 40));
        Assert.That(index.ToString(), Is.EqualTo("(7)"));
    }

    [Test]
    public void Arithmetic_goes_axis_by_axis()
    {
        Assert.That(new Index2D(6, 8) + new Index2D(1, 2), Is.EqualTo(new Index2D(7, 10)));
        Assert.That(new Index2D(6, 8) - new Index2D(1, 2), Is.EqualTo(new Index2D(5, 6)));
        Assert.That(new Index3D(6, 8, 10) * new Index3D(1, 2, 3), Is.EqualTo(new Index3D(6, 16, 30)));
        Assert.That(new Index3D(6, 8, 10) / new Index3D(1, 2, 3), Is.EqualTo(new Index3D(6, 4, 3)));
        Assert.That(Index2D.Min(new Index2D(1, 5), new Index2D(3, 2)), Is.EqualTo(new Index2D(1, 2)));
        Assert.That(Index2D.Max(new Index2D(1, 5), new Index2D(3, 2)), Is.EqualTo(new Index2D(3, 5)));
        Assert.That(Index1D.Clamp(9, 1, 4), Is.EqualTo(new Index1D(4)));
        Assert.That(new LongIndex2D(6, 8) + new LongIndex2D(1, 2), Is.EqualTo(new LongIndex2D(7, 10)));
    }

    [Test]
    public void Sizes_and_bounds_follow_the_axes()
    {
        Index3D extent = (2, 3, 4);
        (int x, int y, int z) = extent;

        Assert.That(extent.Size, Is.EqualTo(24));
        Assert.That((x, y, z), Is.EqualTo((2, 3, 4)));
        Assert.That(new Index2D(70000, 70000).LongSize, Is.EqualTo(4_900_000_000L));
        Assert.That(new Index3D(1, 2, 3).InBounds(extent), Is.True);
        Assert.That(new Index3D(1, 3, 3).InBounds(extent), Is.False);
        Assert.That(new Index3D(2, 3, 4).InBoundsInclusive(extent), Is.True);
        Assert.That(new Index3D(-1, 0, 0).InBounds(extent), Is.False);
        Assert.That(new Index3D(new Index2D(1, 2), 3), Is.EqualTo(new Index3D(1, new Index2D(2, 3))));
        Assert.That(extent.XY, Is.EqualTo(new Index2D(2, 3)));
        Assert.That(extent.YZ, Is.EqualTo(new Index2D(3, 4)));
        Assert.That(Index3D.Zero.IsFirst, Is.True);
        Assert.That(Index3D.One, Is.EqualTo(new Index3D(1)));
        Assert.That(Index2D.Invalid, Is.EqualTo(new Index2D(-1, -1)));
        Assert.That(extent == new Index3D(2, 3, 4), Is.True);
        Assert.That(extent != new Index3D(2, 3, 5), Is.True);
        Assert.That(extent.ToLongIndex().ToIntIndex(), Is.EqualTo(extent));
    }

    [Test]
    public void A_launch_configuration_has_three_dimensions()
    {
        KernelConfig line = (5, 3);
        KernelConfig plane = (new Index2D(2, 3), new Index2D(4, 5));
        KernelConfig space = new(1, 2, 3, 4, 5, 6);
        KernelConfig withMemory = new(5, 3, SharedMemoryConfig.RequestDynamic<double>(6));

        Assert.That(line.GridDim, Is.EqualTo(new Index3D(5, 1, 1)));
        Assert.That(line.GroupDim, Is.EqualTo(new Index3D(3, 1, 1)));
        Assert.That(line.UsesDynamicSharedMemory, Is.False);
        Assert.That(plane.GridDim, Is.EqualTo(new Index3D(2, 3, 1)));
        Assert.That(plane.GroupDim, Is.EqualTo(new Index3D(4, 5, 1)));
        Assert.That(space.GridDim, Is.EqualTo(new Index3D(1, 2, 3)));
        Assert.That(space.GroupDim, Is.EqualTo(new Index3D(4, 5, 6)));
        Assert.That(space.Size, Is.EqualTo(720));
        Assert.That(withMemory.SharedMemoryConfig.NumElements, Is.EqualTo(6));
        Assert.That(withMemory.SharedMemoryConfig.ElementSize, Is.EqualTo(8));
        Assert.That(withMemory.SharedMemoryConfig.ArraySize, Is.EqualTo(48));
        Assert.That(withMemory.UsesDynamicSharedMemory, Is.True);
    }
}
