namespace ILGPU.Frontend;

/// <summary>Marks a method that the compiler only declares; on a CPU its body simply runs.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ExternalAttribute(string name) : Attribute
{
    public string Name { get; } = name;
}
