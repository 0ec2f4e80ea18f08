using System.Diagnostics;
using System.Reflection;
using System.Text.RegularExpressions;
using ILGPU.Runtime.Cuda;
using YolactGpu.Kernels;

namespace YolactGpu.Benchmarks;

/// <summary>
/// Writes every GPU kernel as PTX, which needs no GPU; and, where the variable YOLACTGPU_PTXAS names NVIDIA's assembler, assembles each and
/// tells what it takes: registers, stack, spills and shared memory.
/// </summary>
internal static partial class PtxFiles
{
    private const string AssemblerVariable = "YOLACTGPU_PTXAS";

    private static readonly string[] Architectures = ["sm_80", "sm_90"];

    /// <summary>Writes the files and reports.</summary>
    public static void Write(string folder, TextWriter report)
    {
        Directory.CreateDirectory(folder);
        string? assembler = Environment.GetEnvironmentVariable(AssemblerVariable);
        foreach (MethodInfo kernel in Kernels())
        {
            string name = $"{kernel.DeclaringType!.Name}.{kernel.Name}";
            string path = Path.Combine(folder, $"{name}.ptx");
            bool hasIndex = kernel.GetParameters() is [var first, ..] && first.ParameterType.Name.StartsWith("Index", StringComparison.Ordinal);
            File.WriteAllText(path, KernelCompiler.ToPtx(kernel, !hasIndex, CudaArchitecture.SM_90));
            foreach (string architecture in string.IsNullOrEmpty(assembler) ? [] : Architectures)
            {
                report.WriteLine($"{name,-62}{architecture,-7}{Assemble(assembler!, architecture, path)}");
            }
        }

        report.WriteLine(string.IsNullOrEmpty(assembler)
            ? $"Written to {folder}. ptxas -arch=sm_90 -v FILE assembles one; with {AssemblerVariable} set to ptxas this command assembles all."
            : $"Written to {folder}.");
    }

    private static IEnumerable<MethodInfo> Kernels() =>
        from type in typeof(IKernel<>).Assembly.GetTypes()
        from method in type.GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
        where method.Name.EndsWith("Kernel", StringComparison.Ordinal) && !method.Name.EndsWith("CpuKernel", StringComparison.Ordinal)
        orderby type.Name, method.Name
        select method;

    private static string Assemble(string assembler, string architecture, string path)
    {
        string cubin = Path.GetTempFileName();
        try
        {
            using Process process = Process.Start(
                new ProcessStartInfo(assembler, [$"-arch={architecture}", "-v", "-o", cubin, path]) { RedirectStandardError = true })!;
            string output = process.StandardError.ReadToEnd();
            process.WaitForExit();
            Match memory = MemoryUse().Match(output);
            Match registers = Registers().Match(output);
            return process.ExitCode == 0 && memory.Success && registers.Success
                ? $"{registers.Groups[1],4} registers, {memory.Groups[1],3} stack, {memory.Groups[2],3} + {memory.Groups[3]} spilled, "
                    + $"{Shared().Match(output) switch { { Success: true } match => match.Groups[1].Value, _ => "0" },6} shared"
                : $"failed: {output.ReplaceLineEndings(" ")}";
        }
        finally
        {
            File.Delete(cubin);
        }
    }

    [GeneratedRegex("([0-9]+) bytes stack frame, ([0-9]+) bytes spill stores, ([0-9]+) bytes spill loads")]
    private static partial Regex MemoryUse();

    [GeneratedRegex("Used ([0-9]+) registers")]
    private static partial Regex Registers();

    [GeneratedRegex("([0-9]+) bytes smem")]
    private static partial Regex Shared();
}
