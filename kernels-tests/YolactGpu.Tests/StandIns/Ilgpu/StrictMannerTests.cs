using System.Runtime.CompilerServices;
using ILGPU;
using ILGPU.Frontend;
using ILGPU.Runtime;
using NUnit.Framework;
using YolactGpu.Tests.Support;

namespace YolactGpu.Tests.StandIns.Ilgpu;

/// <summary>What the stand-in finds out about wrong kernels and launches in a context with assertions.</summary>
[TestFixture]
public sealed class StrictMannerTests
{
    private Context context = null!;
    private Accelerator accelerator = null!;

    [OneTimeSetUp]
    public void CreateAccelerator()
    {
        if (!Packages.IlgpuIsStandIn)
        {
            Assert.Ignore("The real package has no strict manner.");
        }

        context = Context.Create(builder => builder.Default().Assertions());
        accelerator = context.Devices[0].CreateAccelerator(context);
    }

    [OneTimeTearDown]
    public void DisposeAccelerator()
    {
        accelerator?.Dispose();
        context?.Dispose();
    }

    [TestCase(4, "Index 4 is outside a view of 4 elements")]
    [TestCase(-1, "Index -1 is outside a view of 4 elements")]
    public void An_index_outside_a_view_is_found(int offset, string message)
    {
        using MemoryBuffer1D<int, Stride1D.Dense> buffer = accelerator.Allocate1D(new int[16]);
        accelerator.LoadAutoGroupedStreamKernel<Index1D, ArrayView<int>, int>(WriteKernel)(
            1, buffer.View.SubView(4, 4), offset);

        Assert.That(
            accelerator.Synchronize,
            Throws.Exception.Message.Contains(message).And.Message.Contains("StrictMannerTests.WriteKernel"));
    }

    [Test]
    public void An_index_outside_one_axis_is_found()
    {
        using MemoryBuffer1D<int, Stride1D.Dense> buffer = accelerator.Allocate1D(new int[12]);
        accelerator.LoadAutoGroupedStreamKernel<Index1D, ArrayView2D<int, Stride2D.DenseX>>(
            (index, view) => view[3, 0] = index.X)(1, buffer.View.As2DDenseXView(new LongIndex2D(3, 4)));

        Assert.That(accelerator.Synchronize, Throws.Exception.Message.Contains("(3, 0)"));
    }

    [Test]
    public void Use_after_dispose_is_found()
    {
        MemoryBuffer1D<int, Stride1D.Dense> buffer = accelerator.Allocate1D(new int[4]);
        ArrayView<int> view = buffer.View;
        buffer.Dispose();
        accelerator.LoadAutoGroupedStreamKernel<Index1D, ArrayView<int>, int>(WriteKernel)(1, view, 0);

        Assert.That(
            accelerator.Synchronize, Throws.Exception.With.InnerException.InstanceOf<ObjectDisposedException>());
        Assert.That(() => view.GetAsArray(), Throws.InstanceOf<ObjectDisposedException>());
        Assert.That(() => buffer.View, Throws.InstanceOf<ObjectDisposedException>());
    }

    [Test]
    public void Work_queued_before_a_buffer_is_disposed_still_runs()
    {
        using MemoryBuffer1D<int, Stride1D.Dense> target = accelerator.Allocate1D(new int[1]);
        using (MemoryBuffer1D<int, Stride1D.Dense> source = accelerator.Allocate1D(new int[4]))
        {
            accelerator.LoadAutoGroupedStreamKernel<Index1D, ArrayView<int>, int>(WriteKernel)(1, source.View, 3);
            source.View.SubView(3, 1).CopyTo(target.View);
        }

        Assert.That(target.GetAsArray1D(), Is.EqualTo([7]));
    }

    [Test]
    public void New_memory_is_poisoned()
    {
        using MemoryBuffer1D<float, Stride1D.Dense> floats = accelerator.Allocate1D<float>(3);
        using MemoryBuffer1D<int, Stride1D.Dense> ints = accelerator.Allocate1D<int>(3);

        Assert.That(floats.GetAsArray1D(), Is.All.NaN);
        Assert.That(ints.GetAsArray1D(), Is.All.EqualTo(-1));
    }

    [Test]
    public void Shared_and_local_memory_are_poisoned_in_every_group()
    {
        using MemoryBuffer1D<float, Stride1D.Dense> found = accelerator.Allocate1D(new float[9]);
        accelerator.LoadStreamKernel<ArrayView<float>>(PeekKernel)(
            new KernelConfig(3, 1, SharedMemoryConfig.RequestDynamic<float>(2)), found.View);

        Assert.That(found.GetAsArray1D(), Is.All.NaN);
    }

    [Test]
    public void Launches_wait_for_their_stream()
    {
        using AcceleratorStream stream = accelerator.CreateStream();
        using MemoryBuffer1D<int, Stride1D.Dense> buffer = accelerator.Allocate1D(new int[4]);
        Action<AcceleratorStream, Index1D, ArrayView<int>, int> kernel =
            accelerator.LoadAutoGroupedKernel<Index1D, ArrayView<int>, int>(WriteKernel);
        kernel(stream, 1, buffer.View, 0);
        Assert.That(buffer.GetAsArray1D(), Is.EqualTo([0, 0, 0, 0]), "the default stream knows nothing of it");

        buffer.View.MemSetToZero(stream);
        kernel(stream, 1, buffer.View, 1);
        Assert.That(buffer.GetAsArray1D(stream), Is.EqualTo([0, 7, 0, 0]));

        kernel(stream, 1, buffer.View, 2);
        accelerator.Synchronize();
        Assert.That(buffer.GetAsArray1D(), Is.EqualTo([0, 7, 7, 0]));
    }

    [Test]
    public void Indices_come_in_no_order_to_lean_on()
    {
        using MemoryBuffer1D<int, Stride1D.Dense> ticket = accelerator.Allocate1D(new int[1]);
        using MemoryBuffer1D<int, Stride1D.Dense> order = accelerator.Allocate1D<int>(100);
        accelerator.LoadAutoGroupedStreamKernel<Index1D, ArrayView<int>, ArrayView<int>>(OrderKernel)(
            100, ticket.View, order.View);
        int[] found = order.GetAsArray1D();

        Assert.That(found, Is.EquivalentTo(Enumerable.Range(0, 100)));
        Assert.That(found, Is.Not.Ordered);
        Assert.That(found[0], Is.Not.Zero);
    }

    [Test]
    public void Views_are_for_kernels_only()
    {
        using MemoryBuffer1D<int, Stride1D.Dense> buffer = accelerator.Allocate1D(new int[4]);

        Assert.That(
            () => buffer.View[0] = 1, Throws.InvalidOperationException.With.Message.Contains("outside a kernel"));
    }

    [Test]
    public void Casts_that_a_gpu_would_fault_on_are_found()
    {
        using MemoryBuffer1D<float, Stride1D.Dense> buffer = accelerator.Allocate1D(new float[9]);

        Assert.That(() => buffer.View.BaseView.SubView(1).Cast<double>(), Throws.ArgumentException);
        Assert.That(buffer.View.BaseView.SubView(2).Cast<double>().Length, Is.EqualTo(3));
        Assert.That(buffer.View.BaseView.SubView(1).Cast<byte>().Length, Is.EqualTo(32));
    }

    [Test]
    public void Writes_by_reference_past_the_end_are_found([Values(-1, 5)] int offset)
    {
        using MemoryBuffer1D<int, Stride1D.Dense> buffer = accelerator.Allocate1D(new int[5]);
        accelerator.LoadAutoGroupedStreamKernel<Index1D, ArrayView<int>, int>(ReferenceKernel)(1, buffer.View, offset);

        Assert.That(accelerator.Synchronize, Throws.Exception.Message.Contains("ReferenceKernel left a mark"));
    }

    [Test]
    public void What_a_kernel_throws_is_named_and_ends_what_was_queued_behind_it()
    {
        using MemoryBuffer1D<int, Stride1D.Dense> buffer = accelerator.Allocate1D(new int[4]);
        accelerator.LoadAutoGroupedStreamKernel<Index1D, ArrayView<int>, int>(DivideKernel)(1, buffer.View, 0);
        accelerator.LoadAutoGroupedStreamKernel<Index1D, ArrayView<int>, int>(WriteKernel)(1, buffer.View, 2);

        Assert.That(
            accelerator.Synchronize,
            Throws.InstanceOf<AcceleratorException>().With.Message.Contains("StrictMannerTests.DivideKernel")
                .And.InnerException.InstanceOf<DivideByZeroException>());
        Assert.That(accelerator.Synchronize, Throws.Nothing);
        Assert.That(buffer.GetAsArray1D(), Is.All.Zero);
    }

    [Test]
    public void What_a_gpu_does_not_have_is_refused()
    {
        using MemoryBuffer1D<int, Stride1D.Dense> buffer = accelerator.Allocate1D(new int[4]);
        accelerator.LoadStreamKernel<ArrayView<int>>(LargeKernel)((1, 1), buffer.View);
        Assert.That(accelerator.Synchronize, Throws.Exception.Message.Contains("static shared memory"));

        accelerator.LoadStreamKernel<ArrayView<int>>(TypeKernel)(
            new KernelConfig(1, 1, SharedMemoryConfig.RequestDynamic<int>(3)), buffer.View);
        Assert.That(accelerator.Synchronize, Throws.Exception.Message.Contains("elements of 4 bytes"));

        Action<KernelConfig, ArrayView<int>> specialized =
            accelerator.LoadStreamKernel<ArrayView<int>>(LargeKernel, new KernelSpecialization(4, null));
        Assert.That(() => specialized((1, 8), buffer.View), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    private static void WriteKernel(Index1D index, ArrayView<int> view, int offset) => view[index.X + offset] = 7;

    private static void DivideKernel(Index1D index, ArrayView<int> view, int divisor) => view[index] = 1 / divisor;

    private static void OrderKernel(Index1D index, ArrayView<int> ticket, ArrayView<int> order) =>
        order[Atomic.Add(ref ticket[0], 1)] = index.X;

    private static void PeekKernel(ArrayView<float> found)
    {
        ArrayView<float> shared = SharedMemory.Allocate<float>(2);
        ArrayView<float> dynamic = SharedMemory.GetDynamic<float>();
        ArrayView<float> local = LocalMemory.Allocate<float>(2);
        found[3 * Grid.IdxX] = shared[1];
        found[(3 * Grid.IdxX) + 1] = dynamic[1];
        found[(3 * Grid.IdxX) + 2] = local[1];
        shared[1] = 1;
        dynamic[1] = 1;
        local[1] = 1;
    }

    private static void LargeKernel(ArrayView<int> values) =>
        values[0] = SharedMemory.Allocate<int>(8192).IntLength + SharedMemory.Allocate<float>(4097).IntLength;

    private static void TypeKernel(ArrayView<int> values) => values[0] = SharedMemory.GetDynamic<double>().IntLength;

    private static void ReferenceKernel(Index1D index, ArrayView<int> view, int offset) =>
        WriteBeside(ref view[index], offset);

    [External("test_write_beside")]
    private static void WriteBeside(ref int first, int offset) => Unsafe.Add(ref first, offset) = 7;
}
