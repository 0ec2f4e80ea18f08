namespace ILGPU.Util;

/// <summary>Disposed once. There are no finalizers here: an accelerator frees what it still owns.</summary>
public abstract class DisposeBase : IDisposable
{
    private int disposed;

    public bool IsDisposed => Volatile.Read(ref disposed) != 0;

    public void Dispose()
    {
        if (Interlocked.Exchange(ref disposed, 1) == 0)
        {
            Dispose(true);
        }

        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
    }
}
