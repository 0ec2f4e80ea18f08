using System.Reflection;
using System.Runtime.CompilerServices;

namespace ILGPU.Execution;

/// <summary>Refuses the kernels that the real package refuses to load, as far as their signatures tell.</summary>
internal static class KernelSignature
{
    /// <summary>The assembly that the real package compiles launchers into.</summary>
    private const string RuntimeAssembly = "ILGPURuntime";

    public static void Check(Delegate kernel)
    {
        RefuseState(kernel);
        foreach (ParameterInfo parameter in kernel.Method.GetParameters())
        {
            Type type = parameter.ParameterType;
            if (!IsBlittable(type))
            {
                throw new ArgumentException(
                    $"Not supported kernel-parameter type '{type}'",
                    new NotSupportedException($"Type '{type}' is not blittable"));
            }

            if (!type.IsEnum && !IsAccessible(type))
            {
                throw new InternalCompilerException(
                    $"Access is denied: '{type}'. Ensure type is publicly visible, or internally visible and define " +
                    $"'[assembly: InternalsVisibleTo(\"{RuntimeAssembly}\")]'.");
            }
        }
    }

    private static void RefuseState(Delegate kernel)
    {
        const BindingFlags Fields = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;
        if (kernel.Target?.GetType().GetFields(Fields).Length > 0)
        {
            throw new NotSupportedException(
                "Only static methods and non-capturing lambdas are supported at the moment");
        }
    }

    private static bool IsBlittable(Type type)
    {
        if (!type.IsValueType || type.IsPointer || type == typeof(bool) || type == typeof(char) ||
            type == typeof(nint) || type == typeof(nuint))
        {
            return false;
        }

        if (type.IsPrimitive || type.IsEnum)
        {
            return true;
        }

        // What is behind a view counts, not how the view is made here.
        return type.Assembly == typeof(KernelSignature).Assembly
            ? type.GetGenericArguments().All(IsBlittable)
            : type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
                .All(field => IsBlittable(field.FieldType));
    }

    private static bool IsAccessible(Type type) =>
        type.GetGenericArguments().All(IsAccessible) &&
        (type.IsVisible || (IsInternal(type) && type.Assembly.GetCustomAttributes<InternalsVisibleToAttribute>()
            .Any(friend => friend.AssemblyName == RuntimeAssembly)));

    private static bool IsInternal(Type type) =>
        !type.IsNestedPrivate && !type.IsNestedFamily && (type.DeclaringType is null || IsInternal(type.DeclaringType));
}
