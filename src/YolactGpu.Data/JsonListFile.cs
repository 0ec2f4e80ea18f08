namespace YolactGpu.Data;

/// <summary>
/// A file with a JSON list that grows item by item. It has its name once it is whole; until then it is NAME.partial.json beside it, which
/// is ended anew with every addition in one piece, and so can be read at any time, even when the process was killed.
/// </summary>
/// <typeparam name="T">An item.</typeparam>
internal sealed class JsonListFile<T> : IDisposable
{
    private readonly AtomicFile file;
    private readonly JsonSequence<T> sequence;
    private readonly MemoryStream piece = new();
    private long end;

    /// <summary>Creates the file, with an empty list.</summary>
    /// <exception cref="OutputException">The file cannot be written.</exception>
    internal JsonListFile(string path, JsonSequence<T> sequence)
    {
        this.sequence = sequence;
        file = AtomicFile.ReadableWhilePartial(path);
        Add([]);
    }

    /// <summary>Adds items.</summary>
    /// <exception cref="OutputException">The file cannot be written; nothing is left of it.</exception>
    internal void Add(IEnumerable<T> items)
    {
        piece.SetLength(0);
        foreach (T item in items)
        {
            sequence.Add(piece, item);
        }

        long added = piece.Length;
        sequence.End(piece);
        file.Write(stream =>
        {
            stream.Position = end;
            stream.Write(piece.GetBuffer().AsSpan(0, (int)piece.Length));
            stream.Flush();
        });
        end += added;
    }

    /// <summary>Gives the file its name.</summary>
    /// <exception cref="OutputException">The file cannot be written; nothing is left of it.</exception>
    internal void Commit() => file.Commit();

    /// <summary>Removes the file, unless it has its name.</summary>
    public void Dispose()
    {
        file.Dispose();
        piece.Dispose();
    }
}
