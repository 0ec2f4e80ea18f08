using System.Text;

namespace YolactGpu.Data;

/// <summary>
/// A text file that grows line by line and holds whole lines at any time: each goes to the file in one piece, and what is
/// left of one that could not be written is cut off.
/// </summary>
internal sealed class LineFile : IDisposable
{
    private readonly string path;
    private readonly FileStream stream;

    /// <summary>Creates the file, and its folder if need be; one that is there is replaced.</summary>
    /// <exception cref="OutputException">The file cannot be written.</exception>
    internal LineFile(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        this.path = path;
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path)) ?? ".");
            stream = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 0);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Error(exception);
        }
    }

    /// <summary>Adds a line.</summary>
    /// <param name="line">The line, without a break.</param>
    /// <exception cref="OutputException">It cannot be written; the lines before it stay.</exception>
    internal void Add(string line)
    {
        long end = stream.Length;
        try
        {
            stream.Write(Encoding.UTF8.GetBytes($"{line}\n"));
        }
        catch (IOException exception)
        {
            CutQuietly(end);
            throw Error(exception);
        }
    }

    /// <summary>Closes the file.</summary>
    public void Dispose() => stream.Dispose();

    private void CutQuietly(long end)
    {
        try
        {
            stream.SetLength(end);
        }
        catch (IOException)
        {
            // The reason why the line could not be written is the one that the caller must see.
            return;
        }
    }

    private OutputException Error(Exception exception) => new(path, $"cannot be written: {exception.Message}", exception);
}
