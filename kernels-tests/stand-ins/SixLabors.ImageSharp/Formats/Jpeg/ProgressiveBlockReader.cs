namespace SixLabors.ImageSharp.Formats.Jpeg;

/// <summary>
/// What one progressive scan says of a block (ITU-T T.81, G.1.2): a band of its coefficients without their last
/// bits, or one more bit of each.
/// </summary>
internal sealed class ProgressiveBlockReader(int firstIndex, int lastIndex, bool refines, int bitPosition)
{
    private const int SixteenZeros = 15;

    private int blocksToSkip;

    public void Restart()
    {
        blocksToSkip = 0;
    }

    public void Read(
        ref ScanBits bits, HuffmanTable? dcTable, HuffmanTable? acTable, JpegComponent component, Span<short> block)
    {
        if (firstIndex > 0)
        {
            if (refines)
            {
                RefineBand(ref bits, acTable!, block);
            }
            else
            {
                ReadBand(ref bits, acTable!, block);
            }
        }
        else if (refines)
        {
            block[0] |= (short)(bits.Read(1) << bitPosition);
        }
        else
        {
            block[0] = (short)(BlockReader.ReadDc(ref bits, dcTable!, component) << bitPosition);
        }
    }

    private void ReadBand(ref ScanBits bits, HuffmanTable table, Span<short> block)
    {
        if (blocksToSkip > 0)
        {
            blocksToSkip--;
            return;
        }

        for (int index = firstIndex; index <= lastIndex; index++)
        {
            (int run, int value) = bits.ReadCoefficient(table);
            if ((value == 0) && (run != SixteenZeros))
            {
                blocksToSkip = ReadBlocksToEnd(ref bits, run) - 1;
                return;
            }

            index += run;
            if (value != 0)
            {
                BlockReader.ThrowIfOutside(index, lastIndex);
                block[ZigZag.Natural[index]] = (short)(value << bitPosition);
            }
        }
    }

    private void RefineBand(ref ScanBits bits, HuffmanTable table, Span<short> block)
    {
        int index = firstIndex;
        while ((blocksToSkip == 0) && (index <= lastIndex))
        {
            int symbol = bits.ReadSymbol(table);
            int run = symbol >> 4;
            int size = symbol & 15;
            if ((size == 0) && (run != SixteenZeros))
            {
                blocksToSkip = ReadBlocksToEnd(ref bits, run);
                break;
            }

            if (size > 1)
            {
                throw new InvalidImageContentException(
                    $"The JPEG's pixels are damaged: {size} bits where a scan adds one.");
            }

            // The new coefficient's sign comes before the bits of the known ones that it is stored behind.
            int value = size == 0 ? 0 : ((2 * bits.Read(1)) - 1) * (1 << bitPosition);
            index = RefineKnown(ref bits, block, index, run);
            if (value != 0)
            {
                BlockReader.ThrowIfOutside(index, lastIndex);
                block[ZigZag.Natural[index]] = (short)value;
            }

            index++;
        }

        if (blocksToSkip > 0)
        {
            RefineKnown(ref bits, block, index, zerosToPass: JpegComponent.BlockLength);
            blocksToSkip--;
        }
    }

    /// <summary>
    /// Adds a bit to each known coefficient up to the zero after so many zeros; returns that one's index.
    /// </summary>
    private int RefineKnown(ref ScanBits bits, Span<short> block, int index, int zerosToPass)
    {
        ReadOnlySpan<byte> natural = ZigZag.Natural;
        int bit = 1 << bitPosition;
        for (; index <= lastIndex; index++)
        {
            ref short coefficient = ref block[natural[index]];
            if (coefficient == 0)
            {
                if (zerosToPass == 0)
                {
                    break;
                }

                zerosToPass--;
            }
            else if ((bits.Read(1) == 1) && ((coefficient & bit) == 0))
            {
                coefficient += (short)(coefficient > 0 ? bit : -bit);
            }
        }

        return index;
    }

    // 2^n blocks, this one first, plus what n more bits say.
    private static int ReadBlocksToEnd(ref ScanBits bits, int exponent) => (1 << exponent) + bits.Read(exponent);
}
