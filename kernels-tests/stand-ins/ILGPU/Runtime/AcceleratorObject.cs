using ILGPU.Util;

namespace ILGPU.Runtime;

public abstract class AcceleratorObject : DisposeBase
{
    private protected AcceleratorObject(Accelerator accelerator, bool isOwned = true)
    {
        ArgumentNullException.ThrowIfNull(accelerator);
        Accelerator = accelerator;
        if (isOwned)
        {
            accelerator.Add(this);
        }
    }

    public Accelerator Accelerator { get; }

    public AcceleratorType AcceleratorType => Accelerator.AcceleratorType;

    protected sealed override void Dispose(bool disposing)
    {
        Accelerator.Remove(this);
        DisposeAcceleratorObject(disposing);
    }

    protected abstract void DisposeAcceleratorObject(bool disposing);
}
