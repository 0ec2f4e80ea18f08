using System.Collections.Immutable;

namespace YolactGpu.Results;

/// <summary>Writes what is found in several forms at once.</summary>
public sealed class ResultWriters : IResultWriter
{
    private readonly ImmutableArray<IResultWriter> writers;

    /// <summary>Opens writers.</summary>
    /// <param name="formats">The forms.</param>
    /// <param name="options">Where results go, and what they are about.</param>
    /// <exception cref="Data.OutputException">A file cannot be written.</exception>
    public ResultWriters(IEnumerable<ResultFormat> formats, ResultOptions options)
    {
        ArgumentNullException.ThrowIfNull(formats);
        ArgumentNullException.ThrowIfNull(options);
        ImmutableArray<IResultWriter>.Builder opened = ImmutableArray.CreateBuilder<IResultWriter>();
        try
        {
            foreach (ResultFormat format in formats)
            {
                opened.Add(format.Open(options));
            }

            writers = opened.ToImmutable();
        }
        finally
        {
            if (writers.IsDefault)
            {
                DisposeAll(opened);
            }
        }
    }

    /// <inheritdoc/>
    public IEnumerable<string> FilesOf(string name) => writers.SelectMany(writer => writer.FilesOf(name));

    /// <inheritdoc/>
    public void Write(ResultItem item)
    {
        foreach (IResultWriter writer in writers)
        {
            writer.Write(item);
        }
    }

    /// <inheritdoc/>
    public void Complete()
    {
        foreach (IResultWriter writer in writers)
        {
            writer.Complete();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => DisposeAll(writers);

    private static void DisposeAll(IEnumerable<IResultWriter> opened)
    {
        foreach (IResultWriter writer in opened)
        {
            writer.Dispose();
        }
    }
}
