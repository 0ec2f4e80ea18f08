namespace YolactGpu.Weights;

/// <summary>Names of tensors as tools leave them, and as a model knows them.</summary>
public static class WeightNames
{
    private const string ModulePrefix = "module.";

    /// <summary>
    /// Takes off the "module." that torch.nn.DataParallel puts before every name (as often as every name has it).
    /// </summary>
    /// <returns>Each name without the prefix, with the name as it is in the file.</returns>
    public static IReadOnlyDictionary<string, string> WithoutModulePrefix(IEnumerable<string> names)
    {
        ArgumentNullException.ThrowIfNull(names);
        string[] original = [.. names];
        int prefixLength = 0;
        while (original.Length > 0 && Array.TrueForAll(original, name => HasPrefixAt(name, prefixLength)))
        {
            prefixLength += ModulePrefix.Length;
        }

        return original.ToDictionary(name => name[prefixLength..], StringComparer.Ordinal);
    }

    private static bool HasPrefixAt(string name, int start) =>
        name.AsSpan(start).StartsWith(ModulePrefix, StringComparison.Ordinal)
        && name.Length > start + ModulePrefix.Length;
}
