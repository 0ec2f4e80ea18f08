namespace SixLabors.ImageSharp.Formats.Jpeg;

/// <summary>
/// A Huffman code, as JPEG defines one: how many codes there are of each length, and their symbols in order. Codes of
/// up to nine bits are found by one look-up, and with them, where both fit into the nine bits, the coefficient that
/// follows.
/// </summary>
internal sealed class HuffmanTable
{
    public const int LookupBits = 9;
    public const int LongestCode = 16;

    private readonly byte[] symbols;
    private readonly ushort[] lookup = new ushort[1 << LookupBits];
    private readonly int[] coefficients = new int[1 << LookupBits];
    private readonly int[] limits = new int[LongestCode + 1];
    private readonly int[] offsets = new int[LongestCode + 1];

    /// <param name="counts">The number of codes of 1 to 16 bits.</param>
    /// <param name="symbols">The symbols, those of shorter codes first.</param>
    public HuffmanTable(ReadOnlySpan<byte> counts, ReadOnlySpan<byte> symbols)
    {
        this.symbols = symbols.ToArray();
        int code = 0;
        int index = 0;
        for (int length = 1; length <= LongestCode; length++)
        {
            int count = counts[length - 1];
            offsets[length] = index - code;
            if (length <= LookupBits)
            {
                FillLookup(length, code, symbols.Slice(index, count));
            }

            code += count;
            index += count;

            // A code of ones only is not allowed, so the last one leaves room for another.
            if ((count > 0) && (code >= (1 << length)))
            {
                throw new InvalidImageContentException(
                    $"A Huffman table of the JPEG has more codes of {length} bits than there are.");
            }

            limits[length] = code << (LongestCode - length);
            code <<= 1;
        }

        FillCoefficients();
    }

    /// <summary>By the next nine bits: 256 * length + symbol, or 0 if the code is longer.</summary>
    public ushort Lookup(int bits) => lookup[bits];

    /// <summary>
    /// By the next nine bits: 65536 * value + 256 * (zeros before it) + bits to skip, or 0 if code and value take more.
    /// </summary>
    public int Coefficient(int bits) => coefficients[bits];

    /// <summary>
    /// For codes longer than nine bits, by the next sixteen: as <see cref="Lookup"/>, 0 if there is no such code.
    /// </summary>
    public ushort Search(int bits)
    {
        for (int length = LookupBits + 1; length <= LongestCode; length++)
        {
            if (bits < limits[length])
            {
                return (ushort)((length << 8) | symbols[offsets[length] + (bits >> (LongestCode - length))]);
            }
        }

        return 0;
    }

    /// <summary>
    /// The value that <paramref name="size"/> bits stand for: those that begin with a 1 are the value itself, the
    /// others count up to 0 from below.
    /// </summary>
    public static int Extend(int bits, int size)
    {
        int half = 1 << (size - 1);
        return bits < half ? bits - (2 * half) + 1 : bits;
    }

    private void FillLookup(int length, int firstCode, ReadOnlySpan<byte> codes)
    {
        int each = 1 << (LookupBits - length);
        int start = firstCode * each;
        foreach (byte symbol in codes)
        {
            if ((start + each) > lookup.Length)
            {
                return;
            }

            lookup.AsSpan(start, each).Fill((ushort)((length << 8) | symbol));
            start += each;
        }
    }

    private void FillCoefficients()
    {
        for (int bits = 0; bits < lookup.Length; bits++)
        {
            int length = lookup[bits] >> 8;
            int run = (lookup[bits] >> 4) & 15;
            int size = lookup[bits] & 15;
            if ((length == 0) || (size == 0) || ((length + size) > LookupBits))
            {
                continue;
            }

            int extra = (bits >> (LookupBits - length - size)) & ((1 << size) - 1);
            coefficients[bits] = (Extend(extra, size) << 16) | (run << 8) | (length + size);
        }
    }
}
