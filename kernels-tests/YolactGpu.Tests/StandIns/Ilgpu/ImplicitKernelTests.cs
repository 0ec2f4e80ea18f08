using ILGPU;
using ILGPU.Runtime;
using NUnit.Framework;

namespace YolactGpu.Tests.StandIns.Ilgpu;

public sealed class ImplicitKernelTests(bool assertions) : IlgpuFixture(assertions)
{
    private enum Choice
    {
        Negative = 2,
        Positive = 5,
    }

    [TestCase(1)]
    [TestCase(17)]
    [TestCase(1009)]
    public void Every_index_is_visited_once(int count)
    {
        using MemoryBuffer1D<int, Stride1D.Dense> counts = Zeros<int>(count + 1);
        Action<AcceleratorStream, Index1D, ArrayView<int>> kernel =
            Accelerator.LoadAutoGroupedKernel<Index1D, ArrayView<int>>(CountKernel);
        kernel(Stream, count, counts.View);
        kernel(Stream, count, counts.View);

        Assert.That(counts.GetAsArray1D(), Is.EqualTo([.. Enumerable.Repeat(2, count), 0]));
    }

    [Test]
    public void Two_dimensions_have_x_fastest([Values] bool autoGrouped)
    {
        using MemoryBuffer1D<int, Stride1D.Dense> found = Zeros<int>(15);
        if (autoGrouped)
        {
            Accelerator.LoadAutoGroupedStreamKernel<Index2D, ArrayView<int>, int>(PlaneKernel)(
                new Index2D(5, 3), found.View, 5);
        }
        else
        {
            Accelerator.LoadImplicitlyGroupedStreamKernel<Index2D, ArrayView<int>, int>(PlaneKernel, 1)(
                new Index2D(5, 3), found.View, 5);
        }

        Assert.That(
            found.GetAsArray1D(), Is.EqualTo(Enumerable.Range(0, 15).Select(i => (10 * (i / 5)) + (i % 5)).ToArray()));
    }

    [Test]
    public void Three_dimensions_have_x_fastest()
    {
        using MemoryBuffer1D<int, Stride1D.Dense> found = Zeros<int>(24);
        Accelerator.LoadImplicitlyGroupedKernel<Index3D, ArrayView<int>>(SpaceKernel, 1)(
            Stream, new Index3D(2, 3, 4), found.View);

        Assert.That(
            found.GetAsArray1D(),
            Is.EqualTo(Enumerable.Range(0, 24).Select(i => (100 * (i / 6)) + (10 * (i / 2 % 3)) + (i % 2)).ToArray()));
    }

    [Test]
    public void Fourteen_arguments_arrive_in_order()
    {
        using MemoryBuffer1D<double, Stride1D.Dense> found = Zeros<double>(3);
        Accelerator.LoadAutoGroupedStreamKernel<Index1D, ArrayView<double>, byte, sbyte, short, ushort, int, uint, long,
            ulong, float, double, Index3D, Choice, LongIndex1D>(ManyKernel)(
            3, found.View, 1, 2, 3, 4, 5, 6, 7, 8, 9.5f, 10.25, new Index3D(0, 1, 0), Choice.Positive, 11);

        Assert.That(found.GetAsArray1D(), Is.EqualTo([71.75, 72.75, 73.75]));
    }

    [Test]
    public void A_structure_of_views_and_numbers_is_one_argument()
    {
        using MemoryBuffer1D<float, Stride1D.Dense> input = Accelerator.Allocate1D([1f, 2f, 3f]);
        using MemoryBuffer1D<float, Stride1D.Dense> output = Zeros<float>(3);
        Accelerator.LoadAutoGroupedStreamKernel<Index1D, Parts>(PartsKernel)(
            3, new Parts(input.View, output.View, Scale: 3, Offset: 2));

        Assert.That(output.GetAsArray1D(), Is.EqualTo([5f, 8f, 11f]));
    }

    [Test]
    public void A_specialized_value_is_its_value([Values(3, 4)] int value)
    {
        using MemoryBuffer1D<int, Stride1D.Dense> found = Zeros<int>(2);
        Accelerator.LoadAutoGroupedStreamKernel<Index1D, ArrayView<int>, SpecializedValue<int>>(SpecializedKernel)(
            2, found.View, SpecializedValue.New(value));

        Assert.That(found.GetAsArray1D(), Is.EqualTo([value, value + 1]));
    }

    [Test]
    public void Generic_kernels_and_lambdas_without_captures_are_taken()
    {
        using MemoryBuffer1D<float, Stride1D.Dense> found = Zeros<float>(2);
        Accelerator.LoadAutoGroupedStreamKernel<Index1D, ArrayView<float>, float>(FillKernel)(2, found.View, 2.5f);
        Assert.That(found.GetAsArray1D(), Is.EqualTo([2.5f, 2.5f]));

        Accelerator.LoadAutoGroupedStreamKernel<Index1D, ArrayView<float>>((index, view) => view[index] = index.X)(
            2, found.View);
        Assert.That(found.GetAsArray1D(), Is.EqualTo([0f, 1f]));
    }

    [Test]
    public void Captured_state_is_refused()
    {
        int captured = 3;
        Assert.That(
            () => Accelerator.LoadAutoGroupedStreamKernel<Index1D, ArrayView<int>>((i, view) => view[i] = captured),
            Throws.InstanceOf<NotSupportedException>());
    }

    [Test]
    public void Types_that_a_launcher_cannot_pass_are_refused()
    {
        OnFreshAccelerator(accelerator => Assert.That(
            () => accelerator.LoadAutoGroupedStreamKernel<Index1D, ArrayView<float>, bool>(AnyKernel),
            Throws.ArgumentException));
        OnFreshAccelerator(accelerator => Assert.That(
            () => accelerator.LoadAutoGroupedStreamKernel<Index1D, ArrayView<float>, ArrayView<bool>>(AnyKernel),
            Throws.ArgumentException));
        OnFreshAccelerator(accelerator => Assert.That(
            () => accelerator.LoadAutoGroupedStreamKernel<Index1D, ArrayView<float>, Named>(AnyKernel),
            Throws.ArgumentException));
        OnFreshAccelerator(accelerator => Assert.That(
            () => accelerator.LoadAutoGroupedStreamKernel<Index1D, ArrayView<float>, Hidden>(AnyKernel),
            Throws.InstanceOf<InternalCompilerException>()));
        OnFreshAccelerator(accelerator => Assert.That(
            () => accelerator.LoadAutoGroupedStreamKernel<Index1D, ArrayView<float>, ArrayView<Hidden>>(AnyKernel),
            Throws.InstanceOf<InternalCompilerException>()));
    }

    [Test]
    public void Long_indices_are_refused() => OnFreshAccelerator(accelerator => Assert.That(
        () => accelerator.LoadAutoGroupedStreamKernel<LongIndex1D, ArrayView<int>>(LongKernel),
        Throws.InstanceOf<NotSupportedException>()));

    [Test]
    public void Shared_memory_is_refused() => OnFreshAccelerator(accelerator => Assert.That(
        () =>
        {
            using MemoryBuffer1D<int, Stride1D.Dense> view = accelerator.Allocate1D([0]);
            accelerator.LoadAutoGroupedStreamKernel<Index1D, ArrayView<int>>(SharedKernel)(1, view.View);
            accelerator.Synchronize();
        },
        Throws.Exception));

    [Test]
    public void Extents_of_nothing_and_beyond_the_grid_are_refused()
    {
        using MemoryBuffer1D<int, Stride1D.Dense> view = Zeros<int>(1);
        Action<Index1D, ArrayView<int>> line =
            Accelerator.LoadAutoGroupedStreamKernel<Index1D, ArrayView<int>>(CountKernel);
        Action<Index2D, ArrayView<int>, int> plane =
            Accelerator.LoadImplicitlyGroupedStreamKernel<Index2D, ArrayView<int>, int>(PlaneKernel, 1);

        Assert.That(() => line(0, view.View), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => line(-1, view.View), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => plane(new Index2D(3, 0), view.View, 3), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => plane(new Index2D(1, 65536), view.View, 1), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void A_launcher_knows_its_kernel()
    {
        Action<Index1D, ArrayView<int>> launcher = Accelerator.LoadAutoGroupedStreamKernel<Index1D, ArrayView<int>>(
            CountKernel, out KernelInfo? information);

        Assert.That(launcher.GetKernel().Accelerator, Is.SameAs(Accelerator));
        Assert.That(information!.MinGroupSize, Is.GreaterThan(0));
    }

    private static void CountKernel(Index1D index, ArrayView<int> counts) => counts[index] += 1;

    private static void LongKernel(LongIndex1D index, ArrayView<int> counts) => counts[index] += 1;

    private static void PlaneKernel(Index2D index, ArrayView<int> found, int width) =>
        found[(index.Y * width) + index.X] = (10 * index.Y) + index.X;

    private static void SpaceKernel(Index3D index, ArrayView<int> found) =>
        found[(((index.Z * 3) + index.Y) * 2) + index.X] = (100 * index.Z) + (10 * index.Y) + index.X;

    private static void ManyKernel(
        Index1D index, ArrayView<double> found, byte a, sbyte b, short c, ushort d, int e, uint f, long g, ulong h,
        float i, double j, Index3D k, Choice l, LongIndex1D m) =>
        found[index] = index.X + a + b + c + d + e + f + g + (double)h + i + j + (k.Y * (int)l) + m.X;

    private static void PartsKernel(Index1D index, Parts parts) =>
        parts.Output[index] = (parts.Input[index] * parts.Scale) + parts.Offset;

    private static void SpecializedKernel(Index1D index, ArrayView<int> found, SpecializedValue<int> value) =>
        found[index] = index.X + value;

    private static void FillKernel<T>(Index1D index, ArrayView<T> found, T value)
        where T : unmanaged => found[index] = value;

    private static void AnyKernel<T>(Index1D index, ArrayView<float> found, T value)
        where T : struct => found[index] = 1;

    private static void SharedKernel(Index1D index, ArrayView<int> found)
    {
        ArrayView<int> shared = SharedMemory.Allocate<int>(4);
        shared[0] = 1;
        found[index] = shared[0];
    }

    public readonly record struct Parts(ArrayView<float> Input, ArrayView<float> Output, float Scale, int Offset);

    public readonly record struct Named(string Name);

    private readonly record struct Hidden(int Value);
}
