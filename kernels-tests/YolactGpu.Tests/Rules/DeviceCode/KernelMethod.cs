using System.Reflection;
using ILGPU;
using YolactGpu.Kernels;

namespace YolactGpu.Tests.Rules.DeviceCode;

/// <summary>
/// A method that is launched as a kernel: by its name, a static method ending in "Kernel". One for the CPU accelerator or for CUDA
/// alone says so: it ends in "CpuKernel" or "CudaKernel".
/// </summary>
public sealed record KernelMethod(MethodInfo Method)
{
    private const string Ending = "Kernel";
    private const string CpuEnding = "CpuKernel";
    private const string CudaEnding = "CudaKernel";

    /// <summary>Gets a value indicating whether the kernel is for ILGPU's CPU accelerator alone.</summary>
    public bool IsForCpuAlone => Method.Name.EndsWith(CpuEnding, StringComparison.Ordinal);

    /// <summary>Gets a value indicating whether the kernel is for CUDA alone, because it has instructions of its GPUs.</summary>
    public bool IsForCudaAlone => Method.Name.EndsWith(CudaEnding, StringComparison.Ordinal);

    /// <summary>Gets a value indicating whether the first parameter is the index of the work item.</summary>
    public bool HasIndex => Method.GetParameters() is [ParameterInfo first, ..]
        && (first.ParameterType == typeof(Index1D) || first.ParameterType == typeof(Index2D) || first.ParameterType == typeof(Index3D));

    /// <summary>Gets the parameters behind the index.</summary>
    public IEnumerable<ParameterInfo> Arguments => Method.GetParameters().Skip(HasIndex ? 1 : 0);

    /// <summary>Gives the kernels of the project that run on every device.</summary>
    public static IEnumerable<KernelMethod> ForEveryDevice() => ForGpus().Where(kernel => !kernel.IsForCudaAlone);

    /// <summary>Gives the kernels that run on every device, and those for CUDA alone.</summary>
    public static IEnumerable<KernelMethod> ForGpus() => All().Where(kernel => !kernel.IsForCpuAlone);

    /// <summary>Gives the kernels that run on the CPU accelerator alone.</summary>
    public static IEnumerable<KernelMethod> ForCpuAlone() => All().Where(kernel => kernel.IsForCpuAlone);

    /// <summary>Gives the classes that load and launch kernels.</summary>
    public static IEnumerable<Type> Classes() =>
        from type in typeof(IKernel<>).Assembly.GetTypes()
        where type.GetInterfaces().Any(face => face.IsGenericType && face.GetGenericTypeDefinition() == typeof(IKernel<>))
        orderby type.Name
        select type;

    public static bool IsNamedAsKernel(MethodBase method) => method.Name.EndsWith(Ending, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override string ToString() => $"{Method.DeclaringType!.Name}.{Method.Name}";

    private static IEnumerable<KernelMethod> All() =>
        from type in typeof(IKernel<>).Assembly.GetTypes()
        from method in IlReader.MethodsOf(type).OfType<MethodInfo>()
        where method.IsStatic && IsNamedAsKernel(method)
        orderby type.Name, method.Name
        select new KernelMethod(method);
}
