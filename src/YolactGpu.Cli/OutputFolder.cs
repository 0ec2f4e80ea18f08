using YolactGpu.Data;

namespace YolactGpu.Cli;

/// <summary>The folder that results go to, found to be writable before anything is computed for it.</summary>
internal static class OutputFolder
{
    /// <summary>Makes the folder if need be, and a file in it that is gone again.</summary>
    /// <exception cref="OutputException">It cannot be made or written to.</exception>
    public static void Prepare(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
            string probe = Path.Combine(folder, $".{Guid.NewGuid():N}.tmp");
            using FileStream stream = new(probe, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            string reason = File.Exists(folder) ? "is a file; a folder is needed" : $"cannot be written to: {e.Message}";
            throw new OutputException(folder, reason, e);
        }
    }
}
