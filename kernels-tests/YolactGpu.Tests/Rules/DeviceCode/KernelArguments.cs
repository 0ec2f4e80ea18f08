using System.Reflection;
using ILGPU;
using ILGPU.Runtime;

namespace YolactGpu.Tests.Rules.DeviceCode;

/// <summary>
/// What the arguments of a kernel may be: numbers, enums, views, and public structs of such, by value, at most 14. A bool
/// has no fixed size on devices; a type that is not public cannot be named by the launcher that ILGPU generates.
/// </summary>
internal static class KernelArguments
{
    public const int MostArguments = 14;

    private static readonly HashSet<Type> Numbers =
    [
        typeof(byte), typeof(sbyte), typeof(short), typeof(ushort), typeof(int), typeof(uint), typeof(long), typeof(ulong),
        typeof(float), typeof(double),
    ];

    private static readonly HashSet<Type> Views =
    [
        typeof(ArrayView<>), typeof(ArrayView1D<,>), typeof(ArrayView2D<,>), typeof(ArrayView3D<,>), typeof(SpecializedValue<>),
    ];

    /// <summary>Gives what is wrong with a kernel's parameters and result.</summary>
    public static IEnumerable<string> Faults(KernelMethod kernel)
    {
        if (kernel.Method.ReturnType != typeof(void))
        {
            yield return $"{kernel}: returns {kernel.Method.ReturnType.Name}";
        }

        if (kernel.Arguments.Count() > MostArguments)
        {
            yield return $"{kernel}: {kernel.Arguments.Count()} arguments; a kernel takes at most {MostArguments}";
        }

        foreach (ParameterInfo parameter in kernel.Arguments)
        {
            foreach (string fault in Faults(parameter.ParameterType))
            {
                yield return $"{kernel}: argument {parameter.Name}: {fault}";
            }
        }
    }

    private static IEnumerable<string> Faults(Type type)
    {
        if (Numbers.Contains(type) || type.IsEnum || (type.IsGenericType && Views.Contains(type.GetGenericTypeDefinition())))
        {
            return [];
        }

        if (type.IsByRef || type.IsPointer || !type.IsValueType || type.IsPrimitive)
        {
            return [$"{type.Name} is no argument for a kernel"];
        }

        IEnumerable<string> faults = type
            .GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
            .SelectMany(field => Faults(field.FieldType).Select(fault => $"{field.Name}: {fault}"));
        return type.IsVisible ? faults : faults.Prepend($"{type.Name} must be public");
    }
}
