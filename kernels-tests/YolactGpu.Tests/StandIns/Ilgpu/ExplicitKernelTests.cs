using ILGPU;
using ILGPU.Runtime;
using NUnit.Framework;

namespace YolactGpu.Tests.StandIns.Ilgpu;

public sealed class ExplicitKernelTests(bool assertions) : IlgpuFixture(assertions)
{
    [Test]
    public void Groups_share_memory_across_a_barrier()
    {
        using MemoryBuffer1D<int, Stride1D.Dense> values = Accelerator.Allocate1D(Enumerable.Range(0, 24).ToArray());
        Accelerator.LoadStreamKernel<ArrayView<int>>(ReverseKernel)((3, 8), values.View);

        Assert.That(
            values.GetAsArray1D(),
            Is.EqualTo(Enumerable.Range(0, 24).Select(i => (i / 8 * 8) + 7 - (i % 8)).ToArray()));
    }

    [Test]
    public void A_tree_of_barriers_sums_a_group([Values(1, 2, 16)] int groupSize)
    {
        const int Groups = 3;
        int count = Groups * groupSize;
        using MemoryBuffer1D<float, Stride1D.Dense> values =
            Accelerator.Allocate1D(Enumerable.Range(0, count).Select(i => (float)i).ToArray());
        using MemoryBuffer1D<float, Stride1D.Dense> sums = Zeros<float>(Groups);
        KernelConfig config = new(Groups, groupSize, SharedMemoryConfig.RequestDynamic<float>(groupSize));
        Accelerator.LoadKernel<ArrayView<float>, ArrayView<float>>(SumKernel)(Stream, config, values.View, sums.View);

        Assert.That(
            sums.GetAsArray1D(),
            Is.EqualTo(Enumerable.Range(0, count).Chunk(groupSize).Select(group => (float)group.Sum()).ToArray()));
    }

    [Test]
    public void Barriers_count_votes()
    {
        using MemoryBuffer1D<int, Stride1D.Dense> found = Zeros<int>(20);
        Accelerator.LoadStreamKernel<ArrayView<int>>(VoteKernel)((1, 5), found.View);

        Assert.That(found.GetAsArray1D()[..5], Is.All.EqualTo(2));
        Assert.That(found.GetAsArray1D()[5..10], Is.EqualTo([110, 110, 110, 110, 110]));
        Assert.That(found.GetAsArray1D()[10..15], Is.All.EqualTo(300));
        Assert.That(found.GetAsArray1D()[15..], Is.EqualTo([1, 0, 0, 0, 2]));
    }

    [Test]
    public void Three_dimensional_grids_and_groups_know_their_places()
    {
        using MemoryBuffer1D<Index3D, Stride1D.Dense> found = Accelerator.Allocate1D(new Index3D[5 * 24]);
        Accelerator.LoadStreamKernel<ArrayView<Index3D>>(PlaceKernel)(
            (new Index3D(2, 1, 3), new Index3D(2, 2, 1)), found.View);
        Index3D[] places = found.GetAsArray1D();

        for (int i = 0; i < 24; i++)
        {
            int group = i / 4;
            int thread = i % 4;
            Index3D groupIndex = new(group % 2, 0, group / 2);
            Index3D threadIndex = new(thread % 2, thread / 2, 0);
            Index3D global = new((groupIndex.X * 2) + threadIndex.X, (groupIndex.Y * 2) + threadIndex.Y, groupIndex.Z);
            Assert.That(places[5 * i], Is.EqualTo(groupIndex));
            Assert.That(places[(5 * i) + 1], Is.EqualTo(threadIndex));
            Assert.That(places[(5 * i) + 2], Is.EqualTo(global));
            Assert.That(places[(5 * i) + 3], Is.EqualTo(new Index3D(2, 1, 3)));
            Assert.That(places[(5 * i) + 4], Is.EqualTo(new Index3D(2, 2, 1)));
        }
    }

    [Test]
    public void Dynamic_shared_memory_has_the_length_asked_for()
    {
        using MemoryBuffer1D<long, Stride1D.Dense> found = Zeros<long>(2);
        KernelConfig config = new(1, 2, SharedMemoryConfig.RequestDynamic<int>(7));
        Accelerator.LoadStreamKernel<ArrayView<long>>(LengthKernel)(config, found.View);
        Assert.That(found.GetAsArray1D(), Is.EqualTo([7L, 7L]));

        Accelerator.LoadStreamKernel<ArrayView<long>>(LengthKernel)((1, 2), found.View);
        Assert.That(found.GetAsArray1D(), Is.EqualTo([0L, 0L]));
    }

    [Test]
    public void Local_memory_belongs_to_one_thread()
    {
        using MemoryBuffer1D<int, Stride1D.Dense> found = Zeros<int>(6);
        Accelerator.LoadStreamKernel<ArrayView<int>>(LocalKernel)((2, 3), found.View);

        Assert.That(found.GetAsArray1D(), Is.EqualTo([3, 7, 11, 15, 19, 23]));
    }

    [Test]
    public void Launches_that_a_device_cannot_run_are_refused()
    {
        using MemoryBuffer1D<int, Stride1D.Dense> values = Zeros<int>(64);
        Action<KernelConfig, ArrayView<int>> kernel = Accelerator.LoadStreamKernel<ArrayView<int>>(ReverseKernel);

        Assert.That(() => kernel((1, 17), values.View), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => kernel((1, 0), values.View), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => kernel((0, 1), values.View), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(
            () => kernel((new Index2D(1, 65536), new Index2D(1, 1)), values.View),
            Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(
            () => Accelerator.LoadStreamKernel<ArrayView<int>>(ReverseKernel, new KernelSpecialization(17, null)),
            Throws.InstanceOf<NotSupportedException>());
    }

    [Test]
    public void A_kernel_may_be_specialized_for_a_group_size()
    {
        using MemoryBuffer1D<int, Stride1D.Dense> values = Accelerator.Allocate1D([1, 2, 3, 4]);
        Action<AcceleratorStream, KernelConfig, ArrayView<int>> kernel = Accelerator.LoadKernel<ArrayView<int>>(
            ReverseKernel, new KernelSpecialization(4, 1));
        kernel(Stream, (1, 4), values.View);

        Assert.That(values.GetAsArray1D(), Is.EqualTo([4, 3, 2, 1]));
        Assert.That(kernel.GetKernel().Specialization.MaxNumThreadsPerGroup, Is.EqualTo(4));
    }

    [Test]
    public void Fourteen_arguments_arrive_in_order()
    {
        using MemoryBuffer1D<double, Stride1D.Dense> found = Zeros<double>(2);
        Accelerator.LoadStreamKernel<ArrayView<double>, byte, short, int, long, float, double, uint, ulong, ushort,
            sbyte, Index2D, Index3D, SpecializedValue<int>>(ManyKernel)(
            (2, 1), found.View, 1, 2, 3, 4, 5.5f, 6.25, 7, 8, 9, 10, new Index2D(0, 1), new Index3D(11, 12, 13),
            SpecializedValue.New(14));

        Assert.That(found.GetAsArray1D(), Is.EqualTo([106.75, 107.75]));
    }

    private static void ReverseKernel(ArrayView<int> values)
    {
        ArrayView<int> shared = SharedMemory.Allocate<int>(16);
        int global = Grid.GlobalIndex.X;
        shared[Group.IdxX] = values[global];
        Group.Barrier();
        values[global] = shared[Group.DimX - 1 - Group.IdxX];
    }

    private static void SumKernel(ArrayView<float> values, ArrayView<float> sums)
    {
        ArrayView<float> shared = SharedMemory.GetDynamic<float>();
        int thread = Group.IdxX;
        shared[thread] = values[(Grid.IdxX * Group.DimX) + thread];
        for (int half = Group.DimX / 2; half > 0; half /= 2)
        {
            Group.Barrier();
            if (thread < half)
            {
                shared[thread] += shared[thread + half];
            }
        }

        if (Group.IsFirstThread)
        {
            sums[Grid.IdxX] = shared[0];
        }
    }

    private static void VoteKernel(ArrayView<int> found)
    {
        int thread = Group.IdxX;
        found[thread] = Group.BarrierPopCount(thread > 2);
        bool all = Group.BarrierAnd(thread > 2);
        bool any = Group.BarrierOr(thread > 2);
        bool allOfAll = Group.BarrierAnd(thread >= 0);
        found[5 + thread] = (all ? 1 : 0) + (any ? 10 : 0) + (allOfAll ? 100 : 0);
        found[10 + thread] = Group.Broadcast(100 * (thread + 1), 2);
        found[15 + thread] = (Group.IsFirstThread ? 1 : 0) + (Group.IsLastThread ? 2 : 0);
    }

    private static void PlaceKernel(ArrayView<Index3D> found)
    {
        int place = 5 * Grid.GlobalLinearIndex;
        found[place] = Grid.Index;
        found[place + 1] = Group.Index;
        found[place + 2] = Grid.GlobalIndex;
        found[place + 3] = Grid.Dimension;
        found[place + 4] = Group.Dimension;
    }

    private static void LengthKernel(ArrayView<long> found) =>
        found[Group.IdxX] = SharedMemory.GetDynamic<int>().Length;

    private static void LocalKernel(ArrayView<int> found)
    {
        ArrayView<int> local = LocalMemory.Allocate<int>(4);
        for (int i = 0; i < 4; i++)
        {
            local[i] = Grid.GlobalIndex.X + i;
        }

        Group.Barrier();
        found[Grid.GlobalIndex.X] = local[0] + local[1] + local[2] + Grid.GlobalIndex.X;
    }

    private static void ManyKernel(
        ArrayView<double> found, byte a, short b, int c, long d, float e, double f, uint g, ulong h, ushort i, sbyte j,
        Index2D k, Index3D l, SpecializedValue<int> m) =>
        found[Grid.IdxX] = Grid.IdxX + a + b + c + d + e + f + g + (double)h + i + j + k.Y + l.X + l.Y + l.Z + m;
}
