using NUnit.Framework;
using YolactGpu.Graph.Execution;
using YolactGpu.Kernels;
using YolactGpu.Tests.Support;

namespace YolactGpu.Tests.Graph;

/// <summary>Runs a fixture that executes graphs once on every accelerator present.</summary>
public abstract class GraphFixture(string device) : AcceleratorFixture(device)
{
    /// <summary>Gets a context whose kernels are compiled once for the whole fixture.</summary>
    protected LoweringContext Lowering { get; private set; } = null!;

    [OneTimeSetUp]
    public void CreateContext() => Lowering = new LoweringContext(new KernelCache(Accelerator), new CompileOptions());
}
