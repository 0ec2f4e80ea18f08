using ILGPU;
using ILGPU.Frontend;
using ILGPU.Runtime;
using ILGPU.Runtime.CPU;
using NUnit.Framework;
using YolactGpu.Tests.Support;

namespace YolactGpu.Tests.StandIns.Ilgpu;

/// <summary>How the stand-in runs without assertions: at once, on several threads, without garbage.</summary>
[TestFixture]
public sealed class FastMannerTests
{
    private const int Workers = 3;

    private Context context = null!;
    private Accelerator accelerator = null!;

    [OneTimeSetUp]
    public void CreateAccelerator()
    {
        if (!Packages.IlgpuIsStandIn)
        {
            Assert.Ignore("These are promises of the stand-in.");
        }

        context = Context.Create(builder => builder.CPU(new CPUDevice(2, 1, Workers)));
        accelerator = context.Devices[0].CreateAccelerator(context);
    }

    [OneTimeTearDown]
    public void DisposeAccelerator()
    {
        accelerator?.Dispose();
        context?.Dispose();
    }

    [Test]
    public void A_launch_allocates_nothing()
    {
        using MemoryBuffer1D<float, Stride1D.Dense> buffer = accelerator.Allocate1D(new float[100]);
        Action<AcceleratorStream, Index1D, ArrayView<float>, float> implicitKernel =
            accelerator.LoadAutoGroupedKernel<Index1D, ArrayView<float>, float>(AddKernel);
        Action<AcceleratorStream, KernelConfig, ArrayView<float>> explicitKernel =
            accelerator.LoadKernel<ArrayView<float>>(GroupKernel);
        AcceleratorStream stream = accelerator.DefaultStream;
        ArrayView<float> view = buffer.View;
        Launch(10);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Launch(1000);

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);

        void Launch(int times)
        {
            for (int i = 0; i < times; i++)
            {
                implicitKernel(stream, 100, view, 1);
                explicitKernel(stream, (100, 1), view);
                view.SubView(50, 50).MemSetToZero(stream);
                view.SubView(0, 50).CopyTo(stream, view.SubView(50, 50));
            }
        }
    }

    [Test]
    public void A_launch_has_run_when_it_returns()
    {
        using MemoryBuffer1D<float, Stride1D.Dense> buffer = accelerator.Allocate1D<float>(1000);
        accelerator.LoadAutoGroupedStreamKernel<Index1D, ArrayView<float>, float>(AddKernel)(1000, buffer.View, 2);

        // Views may be read on the host here: the memory is the host's own.
        for (int i = 0; i < 1000; i++)
        {
            Assert.That(buffer.View[i], Is.EqualTo(2f + i));
        }
    }

    [Test]
    public void Few_long_indices_are_shared_by_all_threads()
    {
        using MemoryBuffer1D<int, Stride1D.Dense> threads = accelerator.Allocate1D<int>(4 * Workers);
        Action<Index1D, ArrayView<int>> kernel =
            accelerator.LoadAutoGroupedStreamKernel<Index1D, ArrayView<int>>(ThreadKernel);
        HashSet<int> seen = Collect(() => kernel(4 * Workers, threads.View), threads);
        Assert.That(seen, Has.Count.EqualTo(Workers));
        Assert.That(seen, Does.Contain(Environment.CurrentManagedThreadId));

        kernel(1, threads.View);
        Assert.That(threads.GetAsArray1D()[0], Is.EqualTo(Environment.CurrentManagedThreadId));
    }

    [Test]
    public void Groups_are_shared_by_all_threads()
    {
        using MemoryBuffer1D<int, Stride1D.Dense> threads = accelerator.Allocate1D<int>(4 * Workers);
        Action<KernelConfig, ArrayView<int>> kernel = accelerator.LoadStreamKernel<ArrayView<int>>(GroupThreadKernel);

        Assert.That(
            Collect(() => kernel((4 * Workers, 1), threads.View), threads), Has.Count.EqualTo(Workers));
    }

    [Test]
    public void Several_host_threads_launch_safely()
    {
        Action<AcceleratorStream, Index1D, ArrayView<float>, float> kernel =
            accelerator.LoadAutoGroupedKernel<Index1D, ArrayView<float>, float>(AddKernel);
        Parallel.For(0, 6, _ =>
        {
            using AcceleratorStream stream = accelerator.CreateStream();
            using MemoryBuffer1D<float, Stride1D.Dense> buffer = accelerator.Allocate1D<float>(257);
            for (int i = 0; i < 200; i++)
            {
                kernel(stream, 257, buffer.View, i);
            }

            Assert.That(
                buffer.GetAsArray1D(stream), Is.EqualTo(Enumerable.Range(0, 257).Select(i => 19900f + (200f * i))));
        });
    }

    [Test]
    public void What_a_kernel_throws_surfaces_at_its_launch([Values(1, 1000)] int count)
    {
        using MemoryBuffer1D<int, Stride1D.Dense> buffer = accelerator.Allocate1D<int>(1000);
        Action<Index1D, ArrayView<int>, int> kernel =
            accelerator.LoadAutoGroupedStreamKernel<Index1D, ArrayView<int>, int>(DivideKernel);

        Assert.That(
            () => kernel(count, buffer.View, 0),
            Throws.InstanceOf<AcceleratorException>().With.Message.Contains("FastMannerTests.DivideKernel")
                .And.InnerException.InstanceOf<DivideByZeroException>());
        Assert.That(() => kernel(count, buffer.View, 2), Throws.Nothing);
    }

    [Test]
    public void Memory_is_aligned_for_vectors()
    {
        for (int length = 1; length < 40; length++)
        {
            using MemoryBuffer1D<byte, Stride1D.Dense> buffer = accelerator.Allocate1D<byte>(length);
            Assert.That(buffer.NativePtr.ToInt64() % 64, Is.Zero);
        }
    }

    [Test]
    public void Local_memory_is_taken_back_with_every_index()
    {
        using MemoryBuffer1D<int, Stride1D.Dense> buffer = accelerator.Allocate1D<int>(20_000);
        accelerator.LoadAutoGroupedStreamKernel<Index1D, ArrayView<int>>(LocalKernel)(20_000, buffer.View);

        Assert.That(buffer.GetAsArray1D(), Is.EqualTo(Enumerable.Range(0, 20_000)));
    }

    [Test]
    public void A_disposed_accelerator_runs_nothing()
    {
        Accelerator disposed = context.Devices[0].CreateAccelerator(context);
        MemoryBuffer1D<int, Stride1D.Dense> buffer = disposed.Allocate1D<int>(1000);
        Action<Index1D, ArrayView<int>, int> kernel =
            disposed.LoadAutoGroupedStreamKernel<Index1D, ArrayView<int>, int>(DivideKernel);
        ArrayView<int> view = buffer.View;
        kernel(1000, view, 1);
        disposed.Dispose();

        Assert.That(() => kernel(1000, view, 1), Throws.InstanceOf<ObjectDisposedException>());
        Assert.That(() => disposed.Allocate1D<int>(1), Throws.InstanceOf<ObjectDisposedException>());
    }

    [Test]
    public void The_device_says_what_it_is() => Assert.That(accelerator.Name, Does.Contain("stand-in"));

    /// <summary>The threads that launches ran on; a busy machine may not start all of them in one.</summary>
    private static HashSet<int> Collect(Action launch, MemoryBuffer1D<int, Stride1D.Dense> threads)
    {
        HashSet<int> seen = [];
        for (int i = 0; i < 20 && seen.Count < Workers; i++)
        {
            launch();
            seen.UnionWith(threads.GetAsArray1D());
        }

        return seen;
    }

    private static void AddKernel(Index1D index, ArrayView<float> view, float value) => view[index] += value + index.X;

    private static void DivideKernel(Index1D index, ArrayView<int> view, int divisor) => view[index] = 4 / divisor;

    private static void GroupKernel(ArrayView<float> view) => view[Grid.IdxX] = Group.DimX;

    private static void ThreadKernel(Index1D index, ArrayView<int> threads) => threads[index] = SlowThreadNumber();

    private static void GroupThreadKernel(ArrayView<int> threads) => threads[Grid.IdxX] = SlowThreadNumber();

    private static void LocalKernel(Index1D index, ArrayView<int> values)
    {
        ArrayView<int> local = LocalMemory.Allocate<int>(4096);
        local[4095] = index.X;
        values[index] = local[4095];
    }

    [External("test_slow_thread_number")]
    private static int SlowThreadNumber()
    {
        Thread.Sleep(30);
        return Environment.CurrentManagedThreadId;
    }
}
