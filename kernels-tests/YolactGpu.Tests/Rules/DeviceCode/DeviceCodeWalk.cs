using System.Reflection;
using System.Reflection.Emit;

namespace YolactGpu.Tests.Rules.DeviceCode;

/// <summary>Walks from a kernel to every method of its assembly that it reaches, and notes what a GPU cannot do.</summary>
/// <param name="isForCuda">Whether CUDA's own instructions are allowed.</param>
internal sealed class DeviceCodeWalk(bool isForCuda)
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

    private readonly HashSet<MethodBase> seen = [];
    private readonly List<MethodBase> path = [];

    /// <summary>Gets what was found; each fault begins with where it is.</summary>
    public List<string> Faults { get; } = [];

    /// <summary>Looks at a method and at what it calls.</summary>
    public void Visit(MethodBase method)
    {
        if (path.Contains(method))
        {
            Note(method, "recursion");
        }

        if (!seen.Add(method))
        {
            return;
        }

        if (method.GetMethodBody() is not { } body)
        {
            Note(method, "has no body");
            return;
        }

        path.Add(method);
        CheckSignature(method);
        if (body.ExceptionHandlingClauses.Count > 0)
        {
            Note(method, "try");
        }

        VisitInstructions(method, [.. IlReader.Read(method)]);
        path.RemoveAt(path.Count - 1);
    }

    private static bool IsCudaText(IlInstruction[] instructions) =>
        instructions.Any(instruction => instruction.Member is MethodBase { DeclaringType: { Name: "CudaAsm" } });

    /// <summary>The instructions for elements have a form for each type: ldelem.r4, stelem.i4.</summary>
    private static bool IsRefused(OpCode code) =>
        Refused.Contains(code) || code.Name!.StartsWith("ldelem", StringComparison.Ordinal)
            || code.Name.StartsWith("stelem", StringComparison.Ordinal);

    /// <summary>Finds the method of a struct that a call through an interface means.</summary>
    private static MethodBase Implementation(MethodBase callee, Type? constrained)
    {
        if (constrained is not { IsValueType: true } || !callee.DeclaringType!.IsInterface)
        {
            return callee;
        }

        InterfaceMapping map = constrained.GetInterfaceMap(callee.DeclaringType);
        return map.TargetMethods[Array.IndexOf(map.InterfaceMethods, (MethodInfo)callee)];
    }

    private void VisitInstructions(MethodBase method, IlInstruction[] instructions)
    {
        bool mayHoldText = isForCuda && IsCudaText(instructions);
        Type? constrained = null;
        foreach (IlInstruction instruction in instructions)
        {
            if (instruction.Code == OpCodes.Constrained)
            {
                constrained = (Type)instruction.Member!;
                continue;
            }

            if (IsRefused(instruction.Code) && !(mayHoldText && instruction.Code == OpCodes.Ldstr))
            {
                Note(method, instruction.Code.Name!);
            }
            else if (instruction.Member is FieldInfo { IsStatic: true } field && !(field.IsInitOnly && field.FieldType.IsPrimitive))
            {
                Note(method, $"static field {field.Name}, which is no readonly number");
            }
            else if (instruction.Member is MethodBase callee)
            {
                VisitCallee(method, instruction.Code, Implementation(callee, constrained));
            }

            constrained = null;
        }
    }

    private void VisitCallee(MethodBase method, OpCode code, MethodBase callee)
    {
        if (code == OpCodes.Newobj && !callee.DeclaringType!.IsValueType)
        {
            Note(method, $"newobj of the class {callee.DeclaringType.Name}");
        }
        else if (callee.Module == method.Module)
        {
            if (DeviceCodeRules.IsExternal(callee))
            {
                Note(method, $"calls {DeviceCodeRules.NameOf(callee)}, which is for the CPU alone");
            }
            else
            {
                Visit(callee);
            }
        }
        else if (!AllowedCallees.Contains(callee, isForCuda))
        {
            Note(method, $"calls {DeviceCodeRules.NameOf(callee)}, which ILGPU does not know on every device");
        }
    }

    private void CheckSignature(MethodBase method)
    {
        IEnumerable<Type> types = method.GetParameters().Select(parameter => parameter.ParameterType)
            .Append((method as MethodInfo)?.ReturnType ?? typeof(void))
            .Concat(method.IsStatic ? [] : [method.DeclaringType!])
            .Select(type => type.IsByRef ? type.GetElementType()! : type);
        foreach (Type type in types.Where(type => !type.IsValueType))
        {
            Note(method, $"{type.Name} in the signature");
        }
    }

    private void Note(MethodBase method, string fault) => Faults.Add($"{DeviceCodeRules.NameOf(method)}: {fault}");
}
