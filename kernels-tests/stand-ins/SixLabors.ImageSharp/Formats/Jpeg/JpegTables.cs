namespace SixLabors.ImageSharp.Formats.Jpeg;

/// <summary>What the segments between the scans define and redefine.</summary>
internal sealed class JpegTables
{
    private const int TableCount = 4;

    private readonly float[]?[] quantizers = new float[]?[TableCount];
    private readonly HuffmanTable?[] dcTables = new HuffmanTable?[TableCount];
    private readonly HuffmanTable?[] acTables = new HuffmanTable?[TableCount];

    /// <summary>Groups of blocks between two restart markers; 0 for none.</summary>
    public int RestartInterval { get; private set; }

    public float[] Quantizer(int index)
    {
        return quantizers[index] ?? throw new InvalidImageContentException(
            $"The JPEG uses quantization table {index} and does not define it.");
    }

    public HuffmanTable DcTable(int index) => dcTables[index] ?? throw Missing("DC", index);

    public HuffmanTable AcTable(int index) => acTables[index] ?? throw Missing("AC", index);

    public void DefineRestartInterval(ReadOnlySpan<byte> content)
    {
        if (content.Length != 2)
        {
            throw new InvalidImageContentException($"The JPEG's restart interval has {content.Length} bytes, not 2.");
        }

        RestartInterval = (content[0] << 8) | content[1];
    }

    public void DefineQuantizers(ReadOnlySpan<byte> content)
    {
        while (content.Length > 0)
        {
            int sampleSize = (content[0] >> 4) + 1;
            int index = content[0] & 15;
            int size = sampleSize * JpegComponent.BlockLength;
            if ((sampleSize > 2) || (index >= TableCount) || (content.Length < (1 + size)))
            {
                throw new InvalidImageContentException("A quantization table of the JPEG is malformed.");
            }

            float[] quantizer = new float[JpegComponent.BlockLength];
            for (int i = 0; i < quantizer.Length; i++)
            {
                ReadOnlySpan<byte> step = content[(1 + (i * sampleSize))..];
                quantizer[ZigZag.Natural[i]] = sampleSize == 1 ? step[0] : (step[0] << 8) | step[1];
            }

            quantizers[index] = quantizer;
            content = content[(1 + size)..];
        }
    }

    public void DefineHuffmanTables(ReadOnlySpan<byte> content)
    {
        const int Head = 1 + HuffmanTable.LongestCode;
        while (content.Length > 0)
        {
            int kind = content[0] >> 4;
            int index = content[0] & 15;
            int symbols = 0;
            if ((kind > 1) || (index >= TableCount) || (content.Length < Head))
            {
                throw new InvalidImageContentException("A Huffman table of the JPEG is malformed.");
            }

            ReadOnlySpan<byte> counts = content[1..Head];
            foreach (byte count in counts)
            {
                symbols += count;
            }

            if ((symbols > 256) || (symbols > (content.Length - Head)))
            {
                throw new InvalidImageContentException(
                    $"A Huffman table of the JPEG has {symbols} symbols; at most 256 and those that follow it.");
            }

            (kind == 0 ? dcTables : acTables)[index] = new HuffmanTable(counts, content.Slice(Head, symbols));
            content = content[(Head + symbols)..];
        }
    }

    private static InvalidImageContentException Missing(string kind, int index)
    {
        return new InvalidImageContentException($"The JPEG uses {kind} Huffman table {index} and does not define it.");
    }
}
