namespace SixLabors.ImageSharp.Formats.Jpeg;

/// <summary>A table of Huffman codes for writing: those of ITU-T T.81, K.3.</summary>
internal sealed class HuffmanCodes
{
    private readonly ushort[] codes = new ushort[256];
    private readonly byte[] lengths = new byte[256];

    private HuffmanCodes(byte[] counts, byte[] symbols)
    {
        Counts = counts;
        Symbols = symbols;
        int code = 0;
        int next = 0;
        for (int length = 1; length <= 16; length++)
        {
            for (int i = 0; i < counts[length - 1]; i++)
            {
                codes[symbols[next]] = (ushort)code++;
                lengths[symbols[next++]] = (byte)length;
            }

            code <<= 1;
        }
    }

    public static HuffmanCodes LuminanceDc { get; } = new(
        [0, 1, 5, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0], [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);

    public static HuffmanCodes ChrominanceDc { get; } = new(
        [0, 3, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0], [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);

    public static HuffmanCodes LuminanceAc { get; } = new(
        [0, 2, 1, 3, 3, 2, 4, 3, 5, 5, 4, 4, 0, 0, 1, 0x7d],
        Convert.FromHexString(
            "01020300041105122131410613516107227114328191A1082342B1C11552D1F02433627282090A161718191A25262728292A3435363738393A"
            + "434445464748494A535455565758595A636465666768696A737475767778797A838485868788898A92939495969798999AA2A3A4A5A6A7A8A9"
            + "AAB2B3B4B5B6B7B8B9BAC2C3C4C5C6C7C8C9CAD2D3D4D5D6D7D8D9DAE1E2E3E4E5E6E7E8E9EAF1F2F3F4F5F6F7F8F9FA"));

    public static HuffmanCodes ChrominanceAc { get; } = new(
        [0, 2, 1, 2, 4, 4, 3, 4, 7, 5, 4, 4, 0, 1, 2, 0x77],
        Convert.FromHexString(
            "000102031104052131061241510761711322328108144291A1B1C109233352F0156272D10A162434E125F11718191A262728292A3536373839"
            + "3A434445464748494A535455565758595A636465666768696A737475767778797A82838485868788898A92939495969798999AA2A3A4A5A6A7"
            + "A8A9AAB2B3B4B5B6B7B8B9BAC2C3C4C5C6C7C8C9CAD2D3D4D5D6D7D8D9DAE2E3E4E5E6E7E8E9EAF2F3F4F5F6F7F8F9FA"));

    /// <summary>How many codes there are of each length from 1 to 16.</summary>
    public byte[] Counts { get; }

    /// <summary>The symbols, the shortest code first.</summary>
    public byte[] Symbols { get; }

    public (int Code, int Length) this[int symbol] => (codes[symbol], lengths[symbol]);
}
