using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.CPU;
using NUnit.Framework;
using YolactGpu.Tests.Support;

namespace YolactGpu.Tests.Kernels.Convolution.Tiled;

/// <summary>
/// Runs a fixture once on every accelerator that this machine has, as <see cref="AcceleratorFixture"/> does, but on CPU
/// accelerators with groups of up to 256 threads: slow, and for small cases only.
/// </summary>
[TestFixtureSource(typeof(Accelerators), nameof(Accelerators.Present))]
public abstract class GroupFixture(string device)
{
    private Context context = null!;

    protected Accelerator Accelerator { get; private set; } = null!;

    protected AcceleratorStream Stream => Accelerator.DefaultStream;

    /// <summary>Gets a value indicating whether threads of a group are simulated, at a high price each.</summary>
    protected bool IsSimulated => Accelerator.AcceleratorType == AcceleratorType.CPU;

    [OneTimeSetUp]
    public void CreateAccelerator()
    {
        if (device is not ("cpu" or "strict"))
        {
            (context, Accelerator) = Accelerators.Create(device);
            return;
        }

        context = Context.Create(builder =>
        {
            builder.EnableAlgorithms().Optimize(OptimizationLevel.O2).CPU(new CPUDevice(32, 8, 1));
            if (device == "strict")
            {
                builder.Assertions();
            }
        });
        Accelerator = context.CreateCPUAccelerator(0);
    }

    [OneTimeTearDown]
    public void DisposeAccelerator()
    {
        Accelerator?.Dispose();
        context?.Dispose();
    }

    /// <summary>Ignores the test where threads are simulated and it would take too long.</summary>
    protected void NeedsRealGroups(string what)
    {
        if (IsSimulated)
        {
            Assert.Ignore($"{what} takes too long where the threads of a group are simulated.");
        }
    }
}
