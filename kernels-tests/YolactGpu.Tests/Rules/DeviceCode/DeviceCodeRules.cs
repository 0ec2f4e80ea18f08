using System.Reflection;
using System.Reflection.Emit;
using ILGPU.Frontend;

namespace YolactGpu.Tests.Rules.DeviceCode;

/// <summary>
/// Reads the code of a kernel, and of every method of its assembly that it reaches, for what ILGPU's compiler refuses or
/// what a device cannot do.
/// </summary>
internal static class DeviceCodeRules
{
    private static readonly HashSet<OpCode> Plain =
    [
        OpCodes.Nop, OpCodes.Ret, OpCodes.Dup, OpCodes.Pop, OpCodes.Add, OpCodes.Sub, OpCodes.Mul, OpCodes.Div, OpCodes.Rem,
        OpCodes.And, OpCodes.Or, OpCodes.Xor, OpCodes.Not, OpCodes.Neg, OpCodes.Shl, OpCodes.Shr, OpCodes.Shr_Un, OpCodes.Ldfld,
    ];

    /// <summary>Gives what is wrong with a kernel for GPUs; each fault begins with where it is.</summary>
    public static IReadOnlyList<string> Faults(KernelMethod kernel)
    {
        DeviceCodeWalk walk = new(kernel.IsForCudaAlone);
        walk.Visit(kernel.Method);
        return [.. KernelArguments.Faults(kernel), .. walk.Faults];
    }

    /// <summary>
    /// Gives what is wrong with a kernel for the CPU accelerator: ILGPU's compiler must still read it, so that it may
    /// hold no more than the call of a method marked <see cref="ExternalAttribute"/> and plain arithmetic.
    /// </summary>
    public static IReadOnlyList<string> FaultsOnCpu(KernelMethod kernel)
    {
        List<string> faults = [.. KernelArguments.Faults(kernel)];
        int calls = 0;
        foreach (IlInstruction instruction in IlReader.Read(kernel.Method))
        {
            if (instruction.Member is MethodBase callee)
            {
                bool isExternal = IsExternal(callee);
                calls += isExternal ? 1 : 0;
                if (!isExternal && !AllowedCallees.Contains(callee, isForCuda: false))
                {
                    faults.Add($"{kernel}: calls {NameOf(callee)}");
                }
            }
            else if (!IsPlain(instruction.Code))
            {
                faults.Add($"{kernel}: {instruction.Code.Name}");
            }
        }

        if (calls != 1)
        {
            faults.Add($"{kernel}: {calls} calls of external methods; there must be one");
        }

        return faults;
    }

    public static bool IsExternal(MethodBase method) => method.GetCustomAttribute<ExternalAttribute>() is not null;

    public static string NameOf(MethodBase method) => $"{method.DeclaringType!.Name}.{method.Name}";

    private static bool IsPlain(OpCode code) =>
        Plain.Contains(code) || code.Name!.Split('.')[0] is "ldarg" or "ldarga" or "ldc" or "ldloc" or "ldloca" or "stloc" or "conv";
}
