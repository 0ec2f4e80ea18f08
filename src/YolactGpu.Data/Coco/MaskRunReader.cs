namespace YolactGpu.Data.Coco;

/// <summary>Reads what <see cref="MaskRunStore"/> wrote for one mask.</summary>
internal struct MaskRunReader(byte[] groups, int start, int end)
{
    private int at = start;
    private int gap;
    private int length;
    private long position;

    /// <summary>Gives the next run of set pixels, counted row by row through the whole mask: the first, and one past the last.</summary>
    public bool TryRead(out long first, out long afterLast)
    {
        if (at == end)
        {
            first = position;
            afterLast = position;
            return false;
        }

        gap += ReadNumber();
        length += ReadNumber();
        first = position + gap;
        afterLast = first + length;
        position = afterLast;
        return true;
    }

    private int ReadNumber()
    {
        uint value = 0;
        int shift = 0;
        int group;
        do
        {
            group = (groups[at / 2] >> (at % 2 * MaskRunStore.GroupBits)) & MaskRunStore.GroupMask;
            value |= (uint)(group & MaskRunStore.ValueMask) << shift;
            shift += MaskRunStore.ValueBits;
            at++;
        }
        while ((group & MaskRunStore.MoreBit) != 0);

        // The sign is the lowest bit: 0, -1, 1, -2, 2, ...
        return (int)(value >> 1) ^ -(int)(value & 1);
    }
}
