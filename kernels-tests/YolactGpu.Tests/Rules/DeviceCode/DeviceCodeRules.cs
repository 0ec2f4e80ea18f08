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
    private static readonly HashSet<OpCode> Refused =
    [
        OpCodes.Throw, OpCodes.Rethrow, OpCodes.Leave, OpCodes.Leave_S, OpCodes.Endfinally, OpCodes.Endfilter,
        OpCodes.Ldstr, OpCodes.Box, OpCodes.Unbox, OpCodes.Unbox_Any, OpCodes.Castclass, OpCodes.Isinst,
        OpCodes.Newarr, OpCodes.Ldlen, OpCodes.Ldelem, OpCodes.Ldelema, OpCodes.Stelem,
        OpCodes.Calli, OpCodes.Ldftn, OpCodes.Ldvirtftn, OpCodes.Jmp, OpCodes.Ldtoken,
        OpCodes.Localloc, OpCodes.Cpblk, OpCodes.Initblk, OpCodes.Arglist, OpCodes.Mkrefany, OpCodes.Refanyval,
        OpCodes.Stsfld, OpCodes.Ldsflda,
    ];

    private static readonly HashSet<OpCode> Plain =
    [
        OpCodes.Nop, OpCodes.Ret, OpCodes.Dup, OpCodes.Pop, OpCodes.Add, OpCodes.Sub, OpCodes.Mul, OpCodes.Div, OpCodes.Rem,
        OpCodes.And, OpCodes.Or, OpCodes.Xor, OpCodes.Not, OpCodes.Neg, OpCodes.Shl, OpCodes.Shr, OpCodes.Shr_Un, OpCodes.Ldfld,
    ];

    /// <summary>Gives what is wrong with a kernel for every device; each fault begins with where it is.</summary>
    public static IReadOnlyList<string> Faults(KernelMethod kernel)
    {
        List<string> faults = [.. KernelArguments.Faults(kernel)];
        Visit(kernel.Method, [], [], faults);
        return faults;
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
                if (!isExternal && !AllowedCallees.Contains(callee))
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

    private static void Visit(MethodBase method, HashSet<MethodBase> seen, List<MethodBase> path, List<string> faults)
    {
        if (path.Contains(method))
        {
            faults.Add($"{NameOf(method)}: recursion");
        }

        if (!seen.Add(method))
        {
            return;
        }

        if (method.GetMethodBody() is not { } body)
        {
            faults.Add($"{NameOf(method)}: has no body");
            return;
        }

        path.Add(method);
        faults.AddRange(SignatureFaults(method));
        if (body.ExceptionHandlingClauses.Count > 0)
        {
            faults.Add($"{NameOf(method)}: try");
        }

        foreach (IlInstruction instruction in IlReader.Read(method))
        {
            if (Fault(method, instruction) is { } fault)
            {
                faults.Add($"{NameOf(method)}: {fault}");
            }
            else if (instruction.Member is MethodBase callee && callee.Module == method.Module)
            {
                Visit(callee, seen, path, faults);
            }
        }

        path.RemoveAt(path.Count - 1);
    }

    private static string? Fault(MethodBase method, IlInstruction instruction) => instruction switch
    {
        { Code: OpCode code } when IsRefused(code) => code.Name,
        { Member: FieldInfo { IsStatic: true } field } when !field.IsInitOnly || !field.FieldType.IsPrimitive =>
            $"static field {field.Name}, which is no readonly number",
        { Code: OpCode code, Member: MethodBase callee } when code == OpCodes.Newobj && !callee.DeclaringType!.IsValueType =>
            $"newobj of the class {callee.DeclaringType.Name}",
        { Member: MethodBase callee } when callee.Module == method.Module =>
            IsExternal(callee) ? $"calls {NameOf(callee)}, which is for the CPU alone" : null,
        { Member: MethodBase callee } when !AllowedCallees.Contains(callee) =>
            $"calls {NameOf(callee)}, which ILGPU does not know on every device",
        _ => null,
    };

    private static IEnumerable<string> SignatureFaults(MethodBase method) =>
        from type in method.GetParameters().Select(parameter => parameter.ParameterType).Append(ResultOf(method))
            .Concat(method.IsStatic ? [] : [method.DeclaringType!])
        let element = type.IsByRef ? type.GetElementType()! : type
        where !element.IsValueType
        select $"{NameOf(method)}: {element.Name} in the signature";

    private static Type ResultOf(MethodBase method) => (method as MethodInfo)?.ReturnType ?? typeof(void);

    /// <summary>The instructions for elements have a form for each type: ldelem.r4, stelem.i4.</summary>
    private static bool IsRefused(OpCode code) =>
        Refused.Contains(code) || code.Name!.StartsWith("ldelem", StringComparison.Ordinal)
            || code.Name.StartsWith("stelem", StringComparison.Ordinal);

    private static bool IsPlain(OpCode code) =>
        Plain.Contains(code) || code.Name!.Split('.')[0] is "ldarg" or "ldarga" or "ldc" or "ldloc" or "ldloca" or "stloc" or "conv";

    private static string NameOf(MethodBase method) => $"{method.DeclaringType!.Name}.{method.Name}";
}
