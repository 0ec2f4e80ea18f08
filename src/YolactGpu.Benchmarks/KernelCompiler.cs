using System.Reflection;
using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.Cuda;

namespace YolactGpu.Benchmarks;

/// <summary>
/// ILGPU's compilers for GPUs, which need no GPU. Reached by reflection, because the stand-in of ILGPU has none and
/// the project must be built with it too. One context per compilation: a failed one leaves its context unusable.
/// </summary>
internal static class KernelCompiler
{
    private static readonly Assembly Ilgpu = typeof(Context).Assembly;

    /// <summary>Compiles a kernel to the assembly language of NVIDIA's GPUs.</summary>
    /// <param name="kernel">The kernel.</param>
    /// <param name="isGrouped">Whether it takes no index but asks for its place in its group.</param>
    /// <param name="architecture">The GPU's.</param>
    public static string ToPtx(MethodInfo kernel, bool isGrouped, CudaArchitecture architecture)
    {
        // 7.8 is the first version that knows sm_90, and old enough for every assembler that does.
        return Compile(
            kernel,
            isGrouped,
            context => Create("ILGPU.Backends.PTX.PTXBackend", context, architecture, CudaInstructionSet.ISA_78, null),
            "PTXAssembly");
    }

    /// <summary>Compiles a kernel to OpenCL C for a device without half precision, 64-bit atomics and subgroups.</summary>
    /// <param name="kernel">The kernel.</param>
    /// <param name="isGrouped">Whether it takes no index but asks for its place in its group.</param>
    public static string ToOpenCL(MethodInfo kernel, bool isGrouped)
    {
        object capabilities = Create("ILGPU.Runtime.OpenCL.CLCapabilityContext", false, true, true, false, false);
        object vendor = Enum.Parse(Find("ILGPU.Runtime.OpenCL.CLDeviceVendor"), "Other");
        object version = Create("ILGPU.Backends.OpenCL.CLCVersion", 2, 0);
        return Compile(
            kernel,
            isGrouped,
            context => Create("ILGPU.Backends.OpenCL.CLBackend", context, capabilities, vendor, version),
            "Source");
    }

    private static string Compile(MethodInfo kernel, bool isGrouped, Func<Context, object> createBackend, string text)
    {
        using Context context = Context.Create(builder => builder.EnableAlgorithms().Optimize(OptimizationLevel.O2));
        object backend = createBackend(context);
        using IDisposable disposable = (IDisposable)backend;

        Type description = Find("ILGPU.Backends.EntryPoints.EntryPointDescription");
        object entry = Invoke(
            description.GetMethod(isGrouped ? "FromExplicitlyGroupedKernel" : "FromImplicitlyGroupedKernel")!, null, kernel);
        MethodInfo compile = backend.GetType().GetMethod(
            "Compile", [description.MakeByRefType(), typeof(KernelSpecialization).MakeByRefType()])!;
        object compiled = Invoke(compile, backend, entry, default(KernelSpecialization));
        return (string)compiled.GetType().GetProperty(text)!.GetValue(compiled)!;
    }

    private static Type Find(string name) => Ilgpu.GetType(name, throwOnError: true)!;

    private static object Create(string type, params object?[] arguments) => Activator.CreateInstance(
        Find(type), BindingFlags.CreateInstance | BindingFlags.Instance | BindingFlags.Public | BindingFlags.DoNotWrapExceptions, null, arguments, null)!;

    private static object Invoke(MethodInfo method, object? target, params object?[] arguments) =>
        method.Invoke(target, BindingFlags.DoNotWrapExceptions, null, arguments, null)!;
}
