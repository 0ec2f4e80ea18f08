using ILGPU.Runtime;
using YolactGpu.Graph.Execution;
using YolactGpu.Kernels;

namespace YolactGpu.Tests.Golden;

/// <summary>A kind of golden file and how it is tested.</summary>
internal interface IGoldenKind
{
    /// <summary>Tells whether a file is of this kind.</summary>
    bool Takes(string file);

    /// <summary>Gives the tests of a file.</summary>
    IEnumerable<GoldenCase> Cases(GoldenEntry entry);
}

/// <summary>One test of a golden file.</summary>
/// <param name="Prefix">The case's prefix in the file.</param>
/// <param name="Run">The test; null where the project does not do it yet.</param>
/// <param name="IsHeavy">Whether it is left out on the strict stand-in, which checks every access.</param>
internal sealed record GoldenCase(string Prefix, Action<GoldenDevice>? Run, bool IsHeavy = false);

/// <summary>A device that golden tests run on.</summary>
internal sealed record GoldenDevice(KernelCache Kernels)
{
    /// <summary>Gets the device.</summary>
    public Accelerator Accelerator => Kernels.Accelerator;

    /// <summary>Makes what ops are lowered with. Without Winograd unless told: the goldens' tolerances are those of direct sums.</summary>
    public LoweringContext Context(bool plainKernelsOnly = false, bool allowWinograd = false) =>
        new(Kernels, new CompileOptions { PlainKernelsOnly = plainKernelsOnly, AllowWinograd = allowWinograd });
}
