namespace SixLabors.ImageSharp.Memory;

/// <summary>What <see cref="MemoryAllocator.Create(MemoryAllocatorOptions)"/> can be told.</summary>
public struct MemoryAllocatorOptions
{
    private int? maximumPoolSizeMegabytes;
    private int? allocationLimitMegabytes;

    /// <summary>Accepted and without effect: the stand-in keeps no pool.</summary>
    public int? MaximumPoolSizeMegabytes
    {
        readonly get => maximumPoolSizeMegabytes;
        set
        {
            if (value.HasValue)
            {
                ArgumentOutOfRangeException.ThrowIfNegative(value.Value, nameof(MaximumPoolSizeMegabytes));
            }

            maximumPoolSizeMegabytes = value;
        }
    }

    /// <summary>The largest single image or buffer; 4 GiB where it is null.</summary>
    public int? AllocationLimitMegabytes
    {
        readonly get => allocationLimitMegabytes;
        set
        {
            if (value.HasValue)
            {
                ArgumentOutOfRangeException.ThrowIfNegativeOrZero(value.Value, nameof(AllocationLimitMegabytes));
            }

            allocationLimitMegabytes = value;
        }
    }
}
