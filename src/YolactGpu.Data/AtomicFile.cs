namespace YolactGpu.Data;

/// <summary>
/// Writes a file so that it appears whole or not at all: the content goes to a temporary file in the same folder,
/// which then takes the target's name in one step. An existing target stays as it was until that step.
/// </summary>
internal sealed class AtomicFile : IDisposable
{
    private readonly string path;
    private readonly string target;
    private readonly string folder;
    private readonly string temporary;
    private FileStream? stream;
    private OutputException? failure;

    /// <summary>Creates the target's folder if need be, and the temporary file.</summary>
    /// <param name="path">The target, as messages name it.</param>
    /// <exception cref="OutputException">The file cannot be written.</exception>
    internal AtomicFile(string path)
        : this(path, isReadable: false)
    {
    }

    private AtomicFile(string path, bool isReadable)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        this.path = path;
        target = Path.GetFullPath(path);
        folder = Path.GetDirectoryName(target) ?? "";
        if (folder.Length == 0 || Path.GetFileName(target).Length == 0)
        {
            throw new OutputException(path, "cannot be written: this names a folder; a file is needed");
        }

        // A name of its own: the target's name with something added could be longer than a file name may be.
        temporary = Path.Combine(folder, isReadable ? PartialName(target) : $".{Guid.NewGuid():N}.tmp");
        Guard(() =>
        {
            Directory.CreateDirectory(folder);
            stream = isReadable
                ? new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.Read)
                : new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None);
        });
    }

    /// <summary>
    /// Creates the target's folder if need be, and a temporary file that says whose it is (NAME.partial.json for NAME.json): others may read
    /// it, a process that is killed leaves it, and the next run takes its place.
    /// </summary>
    /// <exception cref="OutputException">The file cannot be written.</exception>
    internal static AtomicFile ReadableWhilePartial(string path) => new(path, isReadable: true);

    /// <summary>Writes a whole file.</summary>
    /// <exception cref="OutputException">The file cannot be written; nothing is left of it.</exception>
    internal static void Write(string path, Action<Stream> write)
    {
        using AtomicFile file = new(path);
        file.Write(write);
        file.Commit();
    }

    /// <summary>Writes a part.</summary>
    /// <exception cref="OutputException">The file cannot be written; nothing is left of it.</exception>
    internal void Write(Action<Stream> write)
    {
        FileStream open = Open();
        Guard(() => write(open));
    }

    /// <summary>Gives the file its name.</summary>
    /// <exception cref="OutputException">The file cannot be written; nothing is left of it.</exception>
    internal void Commit()
    {
        FileStream written = Open();
        Guard(() =>
        {
            written.Dispose();
            File.Move(temporary, target, overwrite: true);
        });
        stream = null;
    }

    /// <summary>Removes the temporary file, unless it has taken its name.</summary>
    public void Dispose()
    {
        if (stream is not null)
        {
            DeleteQuietly();
        }
    }

    /// <summary>The stream; where a part failed before, so does the whole.</summary>
    private FileStream Open()
    {
        if (failure is not null)
        {
            throw failure;
        }

        ObjectDisposedException.ThrowIf(stream is null, this);
        return stream;
    }

    private void Guard(Action action)
    {
        try
        {
            action();
        }
        catch (Exception exception)
        {
            DeleteQuietly();
            if (exception is IOException or UnauthorizedAccessException)
            {
                failure = new OutputException(path, $"cannot be written: {Reason(target, folder, exception)}", exception);
                throw failure;
            }

            throw;
        }
    }

    private static string PartialName(string path) =>
        $"{Path.GetFileNameWithoutExtension(path)}.partial{Path.GetExtension(path)}";

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

    private void DeleteQuietly()
    {
        try
        {
            // What is still in its buffer may not find its way to a full disk.
            stream?.Dispose();
        }
        catch (IOException)
        {
            // The handle is closed all the same.
        }

        stream = null;
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
