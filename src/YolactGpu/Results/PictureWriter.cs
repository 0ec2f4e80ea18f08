namespace YolactGpu.Results;

/// <summary>A form that shares nothing between pictures.</summary>
internal abstract class PictureWriter : IResultWriter
{
    public abstract IEnumerable<string> FilesOf(string name);

    public abstract void Write(ResultItem item);

    public virtual void Complete()
    {
        // All is written already.
    }

    public void Dispose()
    {
        // Nothing is held.
    }
}
