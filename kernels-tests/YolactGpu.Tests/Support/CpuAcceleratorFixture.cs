using ILGPU.Runtime;
using NUnit.Framework;

namespace YolactGpu.Tests.Support;

/// <summary>Runs a fixture for kernels of the processor's vectors on each CPU accelerator; elsewhere it is ignored.</summary>
public abstract class CpuAcceleratorFixture(string device) : AcceleratorFixture(device)
{
    [OneTimeSetUp]
    public void NeedsTheCpu()
    {
        if (Accelerator.AcceleratorType != AcceleratorType.CPU)
        {
            Assert.Ignore("The kernel is for the CPU accelerator alone.");
        }
    }
}
