namespace YolactGpu.Tests.Data;

/// <summary>A folder of its own for one test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("yolactgpu-");

    /// <summary>The folder's path.</summary>
    internal string Location => folder.FullName;

    public void Dispose() => folder.Delete(recursive: true);

    internal string PathOf(string name) => Path.Combine(folder.FullName, name);
}
