using Microsoft.Win32.SafeHandles;

namespace YolactGpu.Weights;

/// <summary>
/// A file that is made beside its place under another name and takes its own name once it is whole: it appears whole or
/// not at all.
/// </summary>
internal sealed class PartialFile : IDisposable
{
    private readonly string path;
    private readonly bool overwrite;
    private readonly string partialPath;
    private readonly SafeFileHandle handle;
    private bool isCommitted;

    private PartialFile(string path, bool overwrite, string partialPath, SafeFileHandle handle)
    {
        this.path = path;
        this.overwrite = overwrite;
        this.partialPath = partialPath;
        this.handle = handle;
    }

    internal bool IsClosed => handle.IsClosed;

    /// <summary>Begins a file.</summary>
    /// <exception cref="WeightsException">
    /// There is one and it may not be overwritten, or the folder cannot be written.
    /// </exception>
    internal static PartialFile Create(string path, bool overwrite, long length)
    {
        if (Directory.Exists(path))
        {
            throw new WeightsException(path, "is a folder; the target must be a file");
        }

        if (!overwrite && File.Exists(path))
        {
            throw new WeightsException(path, "is there already; it is replaced only when asked to");
        }

        string folder = Path.GetDirectoryName(Path.GetFullPath(path)) ?? "";
        if (!Directory.Exists(folder))
        {
            throw new WeightsException(path, $"its folder {Quoted.Text(folder)} is not there; it must exist");
        }

        string partialPath = Path.Combine(folder, $".{Guid.NewGuid():N}.partial");
        try
        {
            SafeFileHandle handle = File.OpenHandle(
                partialPath, FileMode.CreateNew, FileAccess.Write, FileShare.None, preallocationSize: length);
            return new PartialFile(path, overwrite, partialPath, handle);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            File.Delete(partialPath);
            throw CannotWrite(path, exception);
        }
    }

    internal void Write(ReadOnlySpan<byte> bytes, long offset)
    {
        try
        {
            RandomAccess.Write(handle, bytes, offset);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw CannotWrite(path, exception);
        }
    }

    /// <summary>Gives the file its name, once all is on the disk.</summary>
    /// <exception cref="WeightsException">
    /// The disk is full, or a file has appeared that may not be overwritten.
    /// </exception>
    internal void Commit()
    {
        try
        {
            RandomAccess.FlushToDisk(handle);
            handle.Dispose();
            File.Move(partialPath, path, overwrite);
            isCommitted = true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw CannotWrite(path, exception);
        }
    }

    /// <summary>Ends the writing; without <see cref="Commit"/>, nothing is left behind.</summary>
    public void Dispose()
    {
        handle.Dispose();
        if (!isCommitted)
        {
            File.Delete(partialPath);
        }
    }

    private static WeightsException CannotWrite(string path, Exception exception) =>
        new(path, $"cannot be written: {Quoted.Line(exception.Message)}", innerException: exception);
}
