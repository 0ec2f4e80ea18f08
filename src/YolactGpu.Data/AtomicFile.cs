namespace YolactGpu.Data;

/// <summary>
/// Writes a file so that it appears whole or not at all: the content goes to a temporary file in the same folder,
/// which then takes the target's name in one step. An existing target stays as it was until that step.
/// </summary>
internal static class AtomicFile
{
    /// <summary>Creates the target's folder if need be, and writes the file.</summary>
    /// <exception cref="OutputException">The file cannot be written; nothing is left of it.</exception>
    internal static void Write(string path, Action<Stream> write)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        string target = Path.GetFullPath(path);
        string? folder = Path.GetDirectoryName(target);
        if (folder is null || Path.GetFileName(target).Length == 0)
        {
            throw new OutputException(path, "cannot be written: this names a folder; a file is needed");
        }

        // A name of its own: the target's name with something added could be longer than a file name may be.
        string temporary = Path.Combine(folder, $".{Guid.NewGuid():N}.tmp");
        try
        {
            Directory.CreateDirectory(folder);
            using (FileStream stream = new(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None))
            {
                write(stream);
            }

            File.Move(temporary, target, overwrite: true);
        }
        catch (Exception exception)
        {
            DeleteQuietly(temporary);
            if (exception is IOException or UnauthorizedAccessException)
            {
                throw new OutputException(path, $"cannot be written: {Reason(target, folder, exception)}", exception);
            }

            throw;
        }
    }

    private static string Reason(string target, string folder, Exception exception)
    {
        if (Directory.Exists(target))
        {
            return "a folder of that name exists";
        }

        string? fileAmongFolders = Ancestors(folder).FirstOrDefault(File.Exists);
        if (fileAmongFolders is not null)
        {
            return $"{fileAmongFolders} is a file; a folder is needed";
        }

        return exception is UnauthorizedAccessException
            ? $"no permission to write in the folder {folder}"
            : exception.Message;
    }

    private static IEnumerable<string> Ancestors(string folder)
    {
        for (string? ancestor = folder; ancestor is not null; ancestor = Path.GetDirectoryName(ancestor))
        {
            yield return ancestor;
        }
    }

    private static void DeleteQuietly(string temporary)
    {
        try
        {
            File.Delete(temporary);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The reason why the target could not be written is the one that the caller must see.
            return;
        }
    }
}
