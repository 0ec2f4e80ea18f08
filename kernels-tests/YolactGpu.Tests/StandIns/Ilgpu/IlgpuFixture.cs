using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.CPU;
using NUnit.Framework;

namespace YolactGpu.Tests.StandIns.Ilgpu;

/// <summary>
/// Contract tests say what the project takes for granted of ILGPU and run, the same, on the real package and on the
/// stand-in. They run twice: plainly, and with assertions, which choose the stand-in's strict manner.
/// Device: warps of 4, groups of at most 16 threads, 2 multiprocessors.
/// </summary>
[TestFixture(false)]
[TestFixture(true)]
public abstract class IlgpuFixture(bool assertions)
{
    private Context context = null!;

    protected Accelerator Accelerator { get; private set; } = null!;

    protected AcceleratorStream Stream => Accelerator.DefaultStream;

    [OneTimeSetUp]
    public void CreateAccelerator()
    {
        context = NewContext(assertions);
        Accelerator = context.Devices[0].CreateAccelerator(context);
    }

    [OneTimeTearDown]
    public void DisposeAccelerator()
    {
        Accelerator.Dispose();
        context.Dispose();
    }

    protected static Context NewContext(bool assertions)
    {
        Context.Builder builder = Context.Create().CPU(new CPUDevice(4, 4, 2)).Profiling().EnableAlgorithms();
        return (assertions ? builder.Assertions() : builder).ToContext();
    }

    /// <summary>Runs a test that a failed compilation may poison the context of on an accelerator of its own.</summary>
    protected void OnFreshAccelerator(Action<Accelerator> test)
    {
        using Context fresh = NewContext(assertions);
        using Accelerator accelerator = fresh.Devices[0].CreateAccelerator(fresh);
        test(accelerator);
    }

    /// <summary>A buffer of zeros.</summary>
    protected MemoryBuffer1D<T, Stride1D.Dense> Zeros<T>(int length)
        where T : unmanaged => Accelerator.Allocate1D(new T[length]);
}
