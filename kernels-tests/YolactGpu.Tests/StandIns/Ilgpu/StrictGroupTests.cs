using ILGPU;
using ILGPU.Runtime;
using NUnit.Framework;
using YolactGpu.Tests.Support;

namespace YolactGpu.Tests.StandIns.Ilgpu;

/// <summary>What the stand-in finds out about groups, with assertions and without.</summary>
[TestFixture(false)]
[TestFixture(true)]
public sealed class StrictGroupTests(bool assertions)
{
    private Context context = null!;
    private Accelerator accelerator = null!;
    private MemoryBuffer1D<int, Stride1D.Dense> values = null!;

    [OneTimeSetUp]
    public void CreateAccelerator()
    {
        if (!Packages.IlgpuIsStandIn)
        {
            Assert.Ignore("The real package hangs, or ends the process, on what is tried here.");
        }

        Context.Builder builder = Context.Create().Default();
        context = (assertions ? builder.Assertions() : builder).ToContext();
        accelerator = context.Devices[0].CreateAccelerator(context);
        values = accelerator.Allocate1D(new int[64]);
    }

    [OneTimeTearDown]
    public void DisposeAccelerator()
    {
        values?.Dispose();
        accelerator?.Dispose();
        context?.Dispose();
    }

    [TestCase(2)]
    [TestCase(9)]
    [TestCase(16)]
    [CancelAfter(20_000)]
    public void A_barrier_that_a_thread_never_reaches_is_found(int threads)
    {
        Assert.That(
            () => Launch(LeaveKernel, (3, threads)),
            Throws.InstanceOf<AcceleratorException>().With.Message.Contains("StrictGroupTests.LeaveKernel")
                .And.Message.Contains("barrier diverges"));
        Assert.That(() => Launch(MeetKernel, (3, threads)), Throws.Nothing, "the threads are free again");
    }

    [Test]
    [CancelAfter(20_000)]
    public void Threads_that_wait_at_different_barriers_are_found() => Assert.That(
        () => Launch(MixKernel, (1, 8)), Throws.Exception.Message.Contains("barrier diverges"));

    [Test]
    [CancelAfter(20_000)]
    public void What_one_thread_throws_ends_its_group()
    {
        Assert.That(
            () => Launch(ThrowKernel, (2, 16)),
            Throws.InstanceOf<AcceleratorException>().With.InnerException.InstanceOf<DivideByZeroException>()
                .Or.With.InnerException.InnerException.InstanceOf<DivideByZeroException>());
        Assert.That(() => Launch(MeetKernel, (2, 16)), Throws.Nothing);
    }

    [Test]
    public void Threads_that_ask_for_different_shared_memory_are_found() => Assert.That(
        () => Launch(UnevenKernel, (1, 4)), Throws.Exception.Message.Contains("Shared allocation 0"));

    [Test]
    public void Group_functions_need_an_explicit_kernel()
    {
        Assert.That(
            () => LaunchImplicit((index, view) => Group.Barrier()),
            Throws.Exception.Message.Contains("explicitly grouped"));
        Assert.That(
            () => LaunchImplicit((index, view) => view[index] = SharedMemory.Allocate<int>(1)[0]),
            Throws.Exception.Message.Contains("implicitly grouped"));
        Assert.That(() => Group.IdxX, Throws.InvalidOperationException.With.Message.Contains("kernel"));
    }

    private static void LeaveKernel(ArrayView<int> values)
    {
        if (Group.IdxX == 1)
        {
            return;
        }

        Group.Barrier();
    }

    private static void MeetKernel(ArrayView<int> values)
    {
        Group.Barrier();
        values[Group.IdxX] = Group.BarrierPopCount(true);
    }

    private static void MixKernel(ArrayView<int> values)
    {
        if (Group.IdxX < 2)
        {
            values[0] = Warp.Shuffle(3, 1);
        }
        else
        {
            Group.Barrier();
        }
    }

    private static void ThrowKernel(ArrayView<int> values)
    {
        values[Group.IdxX] = 6 / (Group.IdxX - 3);
        Group.Barrier();
    }

    private static void UnevenKernel(ArrayView<int> values) =>
        values[Group.IdxX] = SharedMemory.Allocate<int>(1 + Group.IdxX).IntLength;

    private void Launch(Action<ArrayView<int>> kernel, KernelConfig config)
    {
        accelerator.LoadStreamKernel(kernel)(config, values.View);
        accelerator.Synchronize();
    }

    private void LaunchImplicit(Action<Index1D, ArrayView<int>> kernel)
    {
        accelerator.LoadAutoGroupedStreamKernel(kernel)(1, values.View);
        accelerator.Synchronize();
    }
}
