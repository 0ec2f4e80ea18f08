namespace ILGPU.Runtime;

/// <summary>Turns kernels into launchers; the overloads are generated, one for each number of arguments.</summary>
public static partial class KernelLoaders
{
    private static KernelSpecialization GroupsOf(int customGroupSize) => new(customGroupSize, null);

    private static KernelInfo InfoOf(Accelerator accelerator, int? groupSize) =>
        new(groupSize ?? accelerator.WarpSize, accelerator.NumMultiprocessors);
}
