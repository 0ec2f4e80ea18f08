using ILGPU;
using ILGPU.Runtime;
using NUnit.Framework;

namespace YolactGpu.Tests.StandIns.Ilgpu;

public sealed class StreamTests(bool assertions) : IlgpuFixture(assertions)
{
    [Test]
    public void Work_on_a_stream_runs_in_order()
    {
        using AcceleratorStream stream = Accelerator.CreateStream();
        using MemoryBuffer1D<int, Stride1D.Dense> first = Accelerator.Allocate1D<int>(8);
        using MemoryBuffer1D<int, Stride1D.Dense> second = Accelerator.Allocate1D<int>(8);
        Action<AcceleratorStream, Index1D, ArrayView<int>, int> kernel =
            Accelerator.LoadAutoGroupedKernel<Index1D, ArrayView<int>, int>(AddKernel);
        first.MemSetToZero(stream);
        kernel(stream, 8, first.View, 1);
        first.View.CopyTo(stream, second.View);
        kernel(stream, 8, first.View, 2);
        stream.Synchronize();

        Assert.That(stream.Accelerator, Is.SameAs(Accelerator));
        Assert.That(first.GetAsArray1D(stream), Is.All.EqualTo(3));
        Assert.That(second.GetAsArray1D(stream), Is.All.EqualTo(1));
    }

    [Test]
    public async Task A_stream_is_awaited()
    {
        using AcceleratorStream stream = Accelerator.CreateStream();
        using MemoryBuffer1D<int, Stride1D.Dense> buffer = Accelerator.Allocate1D(stream, [1, 2, 3]);
        Accelerator.LoadAutoGroupedKernel<Index1D, ArrayView<int>, int>(AddKernel)(stream, 3, buffer.View, 10);
        await stream.SynchronizeAsync();

        Assert.That(buffer.GetAsArray1D(), Is.EqualTo([11, 12, 13]));
    }

    [Test]
    public void Several_streams_work_side_by_side()
    {
        AcceleratorStream[] streams = [.. Enumerable.Range(0, 3).Select(_ => Accelerator.CreateStream())];
        MemoryBuffer1D<int, Stride1D.Dense>[] buffers = [.. streams.Select(_ => Zeros<int>(16))];
        Action<AcceleratorStream, Index1D, ArrayView<int>, int> kernel =
            Accelerator.LoadAutoGroupedKernel<Index1D, ArrayView<int>, int>(AddKernel);
        for (int i = 0; i < 30; i++)
        {
            kernel(streams[i % 3], 16, buffers[i % 3].View, 1 + (i % 3));
        }

        Accelerator.Synchronize();
        Assert.That(
            buffers.Select(buffer => buffer.GetAsArray1D()[15]), Is.EqualTo([10, 20, 30]));
        Array.ForEach(buffers, buffer => buffer.Dispose());
        Array.ForEach(streams, stream => stream.Dispose());
    }

    [Test]
    public void Several_host_threads_may_launch()
    {
        using MemoryBuffer1D<int, Stride1D.Dense> sum = Zeros<int>(1);
        Action<AcceleratorStream, Index1D, ArrayView<int>, int> kernel =
            Accelerator.LoadAutoGroupedKernel<Index1D, ArrayView<int>, int>(AtomicKernel);
        Parallel.For(0, 4, worker =>
        {
            Accelerator.Bind();
            using AcceleratorStream stream = Accelerator.CreateStream();
            for (int i = 0; i < 5; i++)
            {
                kernel(stream, 50, sum.View, worker + 1);
            }

            stream.Synchronize();
        });

        Assert.That(sum.GetAsArray1D()[0], Is.EqualTo(5 * 50 * (1 + 2 + 3 + 4)));
    }

    [Test]
    public void Page_locked_arrays_are_copied_asynchronously()
    {
        using PageLockedArray1D<int> host = Accelerator.AllocatePageLocked1D<int>(4);
        using PageLockedArray1D<int> back = Accelerator.AllocatePageLocked1D<int>(2, uninitialized: false);
        using MemoryBuffer1D<int, Stride1D.Dense> buffer = Zeros<int>(5);
        Assert.That(host.GetArray(), Is.All.Zero);
        host.Span.Fill(7);
        host[1] = 8;
        host[2L] = 9;
        buffer.View.CopyFromPageLockedAsync(Stream, host);
        buffer.View.SubView(1, 2).CopyToPageLockedAsync(back);
        Accelerator.Synchronize();

        Assert.That((host.Length, host.Extent), Is.EqualTo((4L, new LongIndex1D(4))));
        Assert.That(buffer.GetAsArray1D(), Is.EqualTo([7, 8, 9, 7, 0]));
        Assert.That(back.GetArray(), Is.EqualTo([8, 9]));
        Assert.That(
            () => buffer.View.SubView(2, 3).CopyFromPageLockedAsync(Stream, host),
            Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void Markers_measure_time()
    {
        using MemoryBuffer1D<int, Stride1D.Dense> buffer = Zeros<int>(1000);
        Action<Index1D, ArrayView<int>, int> kernel =
            Accelerator.LoadAutoGroupedStreamKernel<Index1D, ArrayView<int>, int>(AddKernel);
        using ProfilingMarker start = Stream.AddProfilingMarker();
        kernel(1000, buffer.View, 1);
        using ProfilingMarker end = Accelerator.AddProfilingMarker();

        Assert.That(end.MeasureFrom(start), Is.GreaterThan(TimeSpan.Zero));
        Assert.That(end - start, Is.EqualTo(end.MeasureFrom(start)));
    }

    [Test]
    public void Markers_need_a_profiling_context()
    {
        using Context context = Context.CreateDefault();
        using Accelerator accelerator = context.Devices[0].CreateAccelerator(context);

        Assert.That(accelerator.AddProfilingMarker, Throws.InstanceOf<NotSupportedException>());
    }

    private static void AddKernel(Index1D index, ArrayView<int> values, int value) => values[index] += value;

    private static void AtomicKernel(Index1D index, ArrayView<int> sum, int value) => Atomic.Add(ref sum[0], value);
}
