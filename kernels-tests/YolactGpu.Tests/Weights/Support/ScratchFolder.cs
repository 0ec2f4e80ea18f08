namespace YolactGpu.Tests.Weights.Support;

/// <summary>A folder for one test, removed with it.</summary>
internal sealed class ScratchFolder : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("yolact-weights-");

    /// <summary>The names of the files in the folder.</summary>
    internal string[] Files => [.. folder.GetFiles().Select(file => file.Name).Order(StringComparer.Ordinal)];

    /// <summary>The path of a file in the folder.</summary>
    internal string this[string name] => Path.Combine(folder.FullName, name);

    public void Dispose() => folder.Delete(recursive: true);
}
