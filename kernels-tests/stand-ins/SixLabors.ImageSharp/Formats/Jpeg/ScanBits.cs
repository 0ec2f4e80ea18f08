using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace SixLabors.ImageSharp.Formats.Jpeg;

/// <summary>
/// The bits of entropy-coded data, most significant first. 0xFF stands in the data as 0xFF 0x00; before anything else
/// it is a marker, at which the data ends. Behind the end there are zeros, so that no caller need look for it at each
/// bit; <see cref="ThrowIfPastEnd"/> tells whether any of them was used.
/// </summary>
internal ref struct ScanBits
{
    private readonly ReadOnlySpan<byte> data;
    private ulong window;
    private int available;
    private int padding;

    public ScanBits(ReadOnlySpan<byte> data, int position)
    {
        this.data = data;
        Position = position;
    }

    /// <summary>The next byte to be taken into the window; once the data has ended, that of its marker.</summary>
    public int Position { get; private set; }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Read(int count)
    {
        if (count == 0)
        {
            return 0;
        }

        Fill();
        int bits = (int)(window >> (64 - count));
        Skip(count);
        return bits;
    }

    /// <summary>The next Huffman symbol.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int ReadSymbol(HuffmanTable table)
    {
        Fill();
        int entry = table.Lookup((int)(window >> (64 - HuffmanTable.LookupBits)));
        if (entry == 0)
        {
            entry = Search(table);
        }

        Skip(entry >> 8);
        return entry & 255;
    }

    /// <summary>
    /// The next run of zeros and the coefficient behind it, which is 0 where the symbol has another meaning.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public (int Run, int Value) ReadCoefficient(HuffmanTable table)
    {
        Fill();
        int both = table.Coefficient((int)(window >> (64 - HuffmanTable.LookupBits)));
        if (both != 0)
        {
            Skip(both & 255);
            return ((both >> 8) & 15, both >> 16);
        }

        int symbol = ReadSymbol(table);
        int size = symbol & 15;
        return (symbol >> 4, size == 0 ? 0 : HuffmanTable.Extend(Read(size), size));
    }

    public readonly void ThrowIfPastEnd()
    {
        if (padding > available)
        {
            throw new InvalidImageContentException(
                $"The JPEG's pixels are damaged or incomplete: a scan ends early, at byte {Position}.");
        }
    }

    /// <summary>Moves on behind the restart marker that must come now.</summary>
    public void Restart(int number)
    {
        window = 0;
        available = 0;
        padding = 0;
        SkipFill();
        ReadOnlySpan<byte> expected = [JpegMarker.Prefix, (byte)(JpegMarker.FirstRestart + (number & 7))];
        if (!data[Position..].StartsWith(expected))
        {
            throw new InvalidImageContentException(
                $"The JPEG's pixels are damaged: no restart marker {number & 7} at byte {Position}.");
        }

        Position += 2;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Skip(int count)
    {
        window <<= count;
        available -= count;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Fill()
    {
        if (available < 32)
        {
            FillMore();
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void FillMore()
    {
        if ((Position + 8) <= data.Length)
        {
            ulong next = BinaryPrimitives.ReadUInt64BigEndian(data[Position..]);
            ulong inverse = ~next;
            bool hasPrefix = ((inverse - 0x0101010101010101UL) & next & 0x8080808080808080UL) != 0;
            if (!hasPrefix)
            {
                // Bits beyond the whole bytes come in early, and again, the same, with the next filling.
                int bytes = (64 - available) >> 3;
                window |= next >> available;
                available += bytes * 8;
                Position += bytes;
                return;
            }
        }

        FillByBytes();
    }

    private void FillByBytes()
    {
        while (available <= 56)
        {
            if (TryTakeByte(out byte value))
            {
                window |= (ulong)value << (56 - available);
            }
            else
            {
                padding += 8;
            }

            available += 8;
        }
    }

    private bool TryTakeByte(out byte value)
    {
        value = 0;
        if (Position >= data.Length)
        {
            return false;
        }

        value = data[Position];
        if (value != JpegMarker.Prefix)
        {
            Position++;
            return true;
        }

        SkipFill();
        if (((Position + 1) >= data.Length) || (data[Position + 1] != 0))
        {
            return false;
        }

        Position += 2;
        return true;
    }

    // Any number of 0xFF may stand before a marker.
    private void SkipFill()
    {
        ReadOnlySpan<byte> two = [JpegMarker.Prefix, JpegMarker.Prefix];
        while (data[Position..].StartsWith(two))
        {
            Position++;
        }
    }

    private readonly int Search(HuffmanTable table)
    {
        int entry = table.Search((int)(window >> (64 - HuffmanTable.LongestCode)));
        if (entry == 0)
        {
            ThrowIfPastEnd();
            throw new InvalidImageContentException(
                $"The JPEG's pixels are damaged: before byte {Position} is a code that is in no table.");
        }

        return entry;
    }
}
