namespace YolactGpu.Data.Video;

/// <summary>
/// Y'CbCr and R'G'B' of 8 bits by ITU-R BT.601: R = Y + 1.402 Cr, B = Y + 1.772 Cb,
/// G = Y - (0.114 * 1.772 Cb + 0.299 * 1.402 Cr) / 0.587, in 16 bits after the point, rounded once. In limited range Y runs from 16 to 235
/// and chroma from 16 to 240; in full range both from 0 to 255.
/// </summary>
internal sealed class YuvColours
{
    private const int FractionBits = 16;
    private const int Half = 1 << (FractionBits - 1);

    private readonly int[] luma = new int[256];
    private readonly int[] redOfCr = new int[256];
    private readonly int[] greenOfCr = new int[256];
    private readonly int[] greenOfCb = new int[256];
    private readonly int[] blueOfCb = new int[256];
    private readonly double lumaScale;
    private readonly double chromaScale;
    private readonly int lumaOffset;

    internal YuvColours(bool isFullRange)
    {
        lumaScale = isFullRange ? 1 : 219.0 / 255;
        chromaScale = isFullRange ? 1 : 224.0 / 255;
        lumaOffset = isFullRange ? 0 : 16;
        for (int i = 0; i < 256; i++)
        {
            double chroma = (i - 128) / chromaScale;
            luma[i] = Fixed((i - lumaOffset) / lumaScale) + Half;
            redOfCr[i] = Fixed(1.402 * chroma);
            blueOfCb[i] = Fixed(1.772 * chroma);
            greenOfCr[i] = Fixed(-0.299 * 1.402 / 0.587 * chroma);
            greenOfCb[i] = Fixed(-0.114 * 1.772 / 0.587 * chroma);
        }
    }

    internal void ToRgb(byte y, byte cb, byte cr, Span<byte> rgb)
    {
        rgb[0] = Clamp((luma[y] + redOfCr[cr]) >> FractionBits);
        rgb[1] = Clamp((luma[y] + greenOfCb[cb] + greenOfCr[cr]) >> FractionBits);
        rgb[2] = Clamp((luma[y] + blueOfCb[cb]) >> FractionBits);
    }

    internal byte Luma(ReadOnlySpan<byte> rgb) => Clamp((Fixed(
        lumaOffset + (lumaScale * ((0.299 * rgb[0]) + (0.587 * rgb[1]) + (0.114 * rgb[2])))) + Half) >> FractionBits);

    /// <summary>Cb and Cr of a mean colour.</summary>
    internal (byte Cb, byte Cr) Chroma(double r, double g, double b)
    {
        double y = (0.299 * r) + (0.587 * g) + (0.114 * b);
        return (Byte((b - y) / 1.772), Byte((r - y) / 1.402));

        byte Byte(double chroma) => Clamp((Fixed(128 + (chromaScale * chroma)) + Half) >> FractionBits);
    }

    private static int Fixed(double value) => (int)Math.Round(value * (1 << FractionBits));

    private static byte Clamp(int value) => (byte)Math.Clamp(value, 0, 255);
}
