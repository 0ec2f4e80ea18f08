namespace SixLabors.ImageSharp.Formats.Jpeg;

/// <summary>The second bytes of JPEG's markers (ITU-T T.81, table B.1).</summary>
internal static class JpegMarker
{
    public const byte Prefix = 0xFF;

    public const byte Baseline = 0xC0;
    public const byte ExtendedSequential = 0xC1;
    public const byte Progressive = 0xC2;
    public const byte HuffmanTables = 0xC4;
    public const byte Extension = 0xC8;
    public const byte ArithmeticTables = 0xCC;
    public const byte LastFrame = 0xCF;

    public const byte FirstRestart = 0xD0;
    public const byte LastRestart = 0xD7;
    public const byte StartOfImage = 0xD8;
    public const byte EndOfImage = 0xD9;
    public const byte StartOfScan = 0xDA;
    public const byte QuantizationTables = 0xDB;
    public const byte NumberOfLines = 0xDC;
    public const byte RestartInterval = 0xDD;

    public const byte App0 = 0xE0;
    public const byte App1 = 0xE1;
    public const byte App14 = 0xEE;

    /// <summary>0xC0 to 0xCF start frames, but for three that define tables or are reserved.</summary>
    public static bool IsFrame(byte marker)
    {
        return marker is >= Baseline and <= LastFrame and not (HuffmanTables or Extension or ArithmeticTables);
    }

    public static bool IsRestart(byte marker) => marker is >= FirstRestart and <= LastRestart;
}
