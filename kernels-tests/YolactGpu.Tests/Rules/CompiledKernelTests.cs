using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.CPU;
using ILGPU.Runtime.Cuda;
using NUnit.Framework;
using YolactGpu.Benchmarks;
using YolactGpu.Tests.Rules.DeviceCode;
using YolactGpu.Tests.Support;

namespace YolactGpu.Tests.Rules;

/// <summary>
/// Every kernel passes through ILGPU's own compilers, for the CPU accelerator, CUDA and OpenCL; no device is needed.
/// Where ILGPU is the stand-in there are none, and <see cref="DeviceCodeTests"/> alone holds the rules.
/// </summary>
public sealed partial class CompiledKernelTests
{
    /// <summary>The variable that names an assembler of the CUDA toolkit; without it nothing is assembled.</summary>
    private const string AssemblerVariable = "YOLACTGPU_PTXAS";

    private static readonly CudaArchitecture[] Architectures = [CudaArchitecture.SM_80, CudaArchitecture.SM_90];

    [OneTimeSetUp]
    public void NeedsTheCompilers()
    {
        if (Packages.IlgpuIsStandIn)
        {
            Assert.Ignore("ILGPU is the stand-in, which has no compilers.");
        }
    }

    [TestCaseSource(typeof(KernelMethod), nameof(KernelMethod.Classes))]
    public void Loads_on_the_CPU_accelerator(Type kernelClass)
    {
        using Context context = Context.Create(builder =>
            builder.Optimize(OptimizationLevel.O2).EnableAlgorithms().CPU(new CPUDevice(2, 1, 1)));
        using CPUAccelerator accelerator = context.CreateCPUAccelerator(0);
        object? kernel = null;

        Assert.That(
            () => kernel = kernelClass.GetMethod("Load", [typeof(Accelerator)])!.Invoke(null, [accelerator]), Throws.Nothing);

        Assert.That(kernel, Is.InstanceOf(kernelClass));
    }

    [Test]
    public void Compiles_to_PTX(
        [ValueSource(typeof(KernelMethod), nameof(KernelMethod.ForGpus))] KernelMethod kernel,
        [ValueSource(nameof(Architectures))] CudaArchitecture architecture)
    {
        string ptx = KernelCompiler.ToPtx(kernel.Method, !kernel.HasIndex, architecture);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(ptx, Does.Match(@"\.entry\s+\w+\("));
            Assert.That(ptx, Does.Not.Match(@"\.extern\s+\.func"), "calls a function that nothing defines");
            Assert.That(ptx, Does.Not.Contain("tanh.approx").And.Not.Contains("sin.approx").And.Not.Contains("cos.approx"));
            if (!kernel.IsForCudaAlone)
            {
                // Values of inline PTX begin in memory; the assembler moves them into registers.
                Assert.That(ptx, Does.Not.Match(@"\.local\s+\.align"), "keeps values in memory instead of registers");
            }

            Assert.That(ptx, Does.Not.Contain(".f64"), "computes in double precision");
        }
    }

    [TestCaseSource(typeof(KernelMethod), nameof(KernelMethod.ForEveryDevice))]
    public void Compiles_to_OpenCL(KernelMethod kernel)
    {
        string source = KernelCompiler.ToOpenCL(kernel.Method, !kernel.HasIndex);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(source, Does.Match(@"\bkernel\s+void\s+\w+\("));
            Assert.That(source, Does.Not.Match(@"\bdouble\b"), "computes in double precision");
        }
    }

    [TestCaseSource(typeof(KernelMethod), nameof(KernelMethod.ForGpus))]
    public void Assembles_without_spilled_registers(KernelMethod kernel)
    {
        string? assembler = Environment.GetEnvironmentVariable(AssemblerVariable);
        if (string.IsNullOrEmpty(assembler))
        {
            Assert.Ignore($"{AssemblerVariable} names no ptxas.");
        }

        string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            File.WriteAllText(path, KernelCompiler.ToPtx(kernel.Method, !kernel.HasIndex, CudaArchitecture.SM_90));
            string report = Run(assembler, "-arch=sm_90", "-v", "-o", $"{path}.cubin", path);

            Match match = MemoryUse().Match(report);
            Assert.That(match.Success, report);
            Assert.That(
                match.Groups.Values.Skip(1).Select(group => int.Parse(group.Value, CultureInfo.InvariantCulture)), Is.All.Zero, report);
        }
        finally
        {
            File.Delete(path);
            File.Delete($"{path}.cubin");
        }
    }

    private static string Run(string program, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        })!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string report = process.StandardOutput.ReadToEnd() + errors.Result;
        process.WaitForExit();
        Assert.That(process.ExitCode, Is.Zero, report);
        return report;
    }

    [GeneratedRegex("([0-9]+) bytes stack frame, ([0-9]+) bytes spill stores, ([0-9]+) bytes spill loads")]
    private static partial Regex MemoryUse();
}
