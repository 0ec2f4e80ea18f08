using System.Numerics;

namespace SixLabors.ImageSharp.Formats.Bmp;

/// <summary>The bits of one channel of a pixel, scaled to 8.</summary>
internal readonly struct BmpChannel
{
    private readonly uint mask;
    private readonly int shift;
    private readonly int bits;

    public BmpChannel(uint mask)
    {
        this.mask = mask;
        shift = mask == 0 ? 0 : BitOperations.TrailingZeroCount(mask);
        bits = 32 - BitOperations.LeadingZeroCount(mask >> shift);
    }

    public bool IsAbsent => mask == 0;

    public byte Of(uint pixel)
    {
        uint value = (pixel & mask) >> shift;
        if (bits >= 8)
        {
            return (byte)(value >> (bits - 8));
        }

        // Fewer bits are repeated until there are eight, so that all ones stay all ones.
        uint repeated = 0;
        for (int have = 0; (have < 8) && (bits > 0); have += bits)
        {
            repeated = (repeated << bits) | value;
        }

        int excess = bits == 0 ? 0 : ((8 + bits - 1) / bits * bits) - 8;
        return (byte)(repeated >> excess);
    }
}
