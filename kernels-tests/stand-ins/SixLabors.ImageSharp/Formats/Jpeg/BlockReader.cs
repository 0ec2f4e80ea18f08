namespace SixLabors.ImageSharp.Formats.Jpeg;

/// <summary>A whole block of 64 coefficients, as sequential scans store it (ITU-T T.81, F.2.2).</summary>
internal static class BlockReader
{
    private const int LargestCategory = 15;
    private const int SixteenZeros = 15;

    /// <returns>Whether there is any coefficient but the first.</returns>
    public static bool Read(
        ref ScanBits bits,
        HuffmanTable dcTable,
        HuffmanTable acTable,
        JpegComponent component,
        scoped Span<short> block)
    {
        block[0] = (short)ReadDc(ref bits, dcTable, component);
        ReadOnlySpan<byte> natural = ZigZag.Natural;
        int index = 1;
        while (index < JpegComponent.BlockLength)
        {
            (int run, int value) = bits.ReadCoefficient(acTable);
            index += run;
            if (value != 0)
            {
                ThrowIfOutside(index, JpegComponent.BlockLength - 1);
                block[natural[index]] = (short)value;
            }
            else if (run != SixteenZeros)
            {
                break;
            }

            index++;
        }

        return index > 1;
    }

    /// <summary>The block's mean, stored as its difference to the one before.</summary>
    public static int ReadDc(ref ScanBits bits, HuffmanTable dcTable, JpegComponent component)
    {
        int size = bits.ReadSymbol(dcTable);
        if (size > LargestCategory)
        {
            throw new InvalidImageContentException($"The JPEG's pixels are damaged: a difference of {size} bits.");
        }

        if (size > 0)
        {
            component.DcPredictor += HuffmanTable.Extend(bits.Read(size), size);
        }

        return component.DcPredictor;
    }

    public static void ThrowIfOutside(int index, int last)
    {
        if (index > last)
        {
            throw new InvalidImageContentException(
                $"The JPEG's pixels are damaged: a coefficient {index} in a block that ends with {last}.");
        }
    }
}
