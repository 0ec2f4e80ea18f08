using System.Runtime.CompilerServices;
using NUnit.Framework;

namespace YolactGpu.Tests.Weights.Support;

/// <summary>The folder of golden files: YOLACTGPU_GOLDEN, or shared/golden beside the repository.</summary>
internal static class GoldenFolder
{
    /// <summary>The path of a golden file; the test is ignored where the file is not there.</summary>
    internal static string File(string name)
    {
        string? folder = Environment.GetEnvironmentVariable("YOLACTGPU_GOLDEN");
        folder = string.IsNullOrEmpty(folder) ? Default() : folder;
        string path = Path.Combine(folder, name);
        if (!System.IO.File.Exists(path))
        {
            Assert.Ignore($"There is no {name} in the folder of golden files.");
        }

        return path;
    }

    private static string Default([CallerFilePath] string thisFile = "")
    {
        // Weights/Support is five folders below the folder that holds the repository and shared/.
        string? folder = Path.GetDirectoryName(thisFile);
        for (int level = 0; level < 5 && folder is not null; level++)
        {
            folder = Path.GetDirectoryName(folder);
        }

        return Path.Combine(folder ?? "", "shared", "golden");
    }
}
