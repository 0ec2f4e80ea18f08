using BenchmarkDotNet.Attributes;

namespace YolactGpu.Benchmarks;

/// <summary>Benchmarks of kernels: each opens a device and makes the plans that it measures.</summary>
public abstract class KernelBenchmark
{
    private readonly List<OneOpPlan> plans = [];

    /// <summary>Gets the device.</summary>
    protected BenchmarkDevice Device { get; private set; } = null!;

    /// <summary>Opens the device and makes the plans.</summary>
    [GlobalSetup]
    public void Open()
    {
        Device = new BenchmarkDevice();
        Prepare();
    }

    /// <summary>Lets go of everything.</summary>
    [GlobalCleanup]
    public void Close()
    {
        Release();
        plans.ForEach(plan => plan.Dispose());
        plans.Clear();
        Device.Dispose();
    }

    /// <summary>Makes what is measured.</summary>
    protected abstract void Prepare();

    /// <summary>Lets go of what is not a plan.</summary>
    protected virtual void Release()
    {
    }

    /// <summary>Keeps a plan until the end.</summary>
    protected OneOpPlan Keep(OneOpPlan plan)
    {
        plans.Add(plan);
        return plan;
    }
}
