using Microsoft.Win32.SafeHandles;

namespace YolactGpu.Weights.IO;

/// <summary>
/// A file, read at positions. Not memory-mapped: a file that is cut while mapped ends the process, one that is cut
/// while read is an error.
/// </summary>
internal sealed class FileByteSource : ByteSource
{
    private readonly SafeFileHandle handle;

    private FileByteSource(string path, SafeFileHandle handle, long length)
        : base(path, length)
    {
        this.handle = handle;
    }

    public override void Dispose() => handle.Dispose();

    internal static FileByteSource Open(string path)
    {
        SafeFileHandle? handle = null;
        try
        {
            handle = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            return new FileByteSource(path, handle, RandomAccess.GetLength(handle));
        }
        catch (Exception exception) when (
            exception is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            handle?.Dispose();
            throw new WeightsException(path, Describe(path, exception), innerException: exception);
        }
    }

    internal override FileByteSource OpenBeside(string extension) => Open(Path.ChangeExtension(Name, extension));

    protected override void ReadCore(long offset, Span<byte> destination)
    {
        while (!destination.IsEmpty)
        {
            int count = RandomAccess.Read(handle, destination, offset);
            if (count == 0)
            {
                throw Error("the file was cut while it was read", offset: offset);
            }

            destination = destination[count..];
            offset += count;
        }
    }

    private static string Describe(string path, Exception exception)
    {
        if (Directory.Exists(path))
        {
            return "is a folder; it must be a weights file";
        }

        return exception is FileNotFoundException or DirectoryNotFoundException
            ? "there is no such file"
            : $"cannot be opened: {Quoted.Line(exception.Message)}";
    }
}
