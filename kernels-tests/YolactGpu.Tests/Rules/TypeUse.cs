using System.Reflection;
using YolactGpu.Tests.Rules.DeviceCode;

namespace YolactGpu.Tests.Rules;

/// <summary>Finds the types that a type's members and their code name.</summary>
internal static class TypeUse
{
    /// <summary>Gives the types, generic arguments taken apart; a type may come several times.</summary>
    public static IEnumerable<Type> Of(Type type)
    {
        const BindingFlags All = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance
            | BindingFlags.Static | BindingFlags.DeclaredOnly;
        IEnumerable<Type?> named = type.GetFields(All).Select(field => field.FieldType)
            .Concat(type.GetInterfaces())
            .Append(type.BaseType!)
            .Concat(IlReader.MethodsOf(type).SelectMany(Of));
        return named.OfType<Type>().SelectMany(Parts);
    }

    private static IEnumerable<Type> Of(MethodBase method) =>
    [
        .. SignatureOf(method),
        .. method.GetMethodBody()?.LocalVariables.Select(local => local.LocalType) ?? [],
        .. method.GetMethodBody()?.ExceptionHandlingClauses
            .Where(clause => clause.Flags == ExceptionHandlingClauseOptions.Clause)
            .Select(clause => clause.CatchType!) ?? [],
        .. IlReader.Read(method).Select(instruction => instruction.Member).SelectMany(Of),
    ];

    private static IEnumerable<Type> Of(MemberInfo? member) => member switch
    {
        Type type => [type],
        FieldInfo field => [field.DeclaringType!, field.FieldType],
        MethodBase method =>
        [
            method.DeclaringType!,
            .. SignatureOf(method),
            .. method.IsGenericMethod ? method.GetGenericArguments() : [],
        ],
        _ => [],
    };

    private static IEnumerable<Type> SignatureOf(MethodBase method) =>
        method.GetParameters().Select(parameter => parameter.ParameterType)
            .Concat(method is MethodInfo { ReturnType: Type result } ? [result] : []);

    private static IEnumerable<Type> Parts(Type type) => type switch
    {
        { HasElementType: true } => Parts(type.GetElementType()!),
        { IsGenericType: true } => type.GetGenericArguments().SelectMany(Parts).Prepend(type.GetGenericTypeDefinition()),
        _ => [type],
    };
}
