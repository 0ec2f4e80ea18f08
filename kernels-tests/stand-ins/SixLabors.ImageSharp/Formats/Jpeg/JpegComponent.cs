namespace SixLabors.ImageSharp.Formats.Jpeg;

/// <summary>One channel: how finely it is sampled, and its samples and coefficients as they are decoded.</summary>
internal sealed class JpegComponent(byte id, int horizontalSampling, int verticalSampling, int quantizationTable)
{
    public const int BlockLength = 64;

    public byte Id => id;

    public int HorizontalSampling => horizontalSampling;

    public int VerticalSampling => verticalSampling;

    public int QuantizationTable => quantizationTable;

    /// <summary>
    /// Columns of blocks that hold samples of the image, as a scan of this component alone counts them.
    /// </summary>
    public int BlockColumns { get; set; }

    public int BlockRows { get; set; }

    /// <summary>
    /// Columns of blocks with those that only fill up the last group of a scan of several components.
    /// </summary>
    public int PaddedBlockColumns { get; set; }

    public int PaddedBlockRows { get; set; }

    /// <summary>How many pixels one sample spans.</summary>
    public int HorizontalScale { get; set; }

    public int VerticalScale { get; set; }

    public int Stride => PaddedBlockColumns * 8;

    /// <summary>The samples, <see cref="Stride"/> to a row.</summary>
    public byte[] Samples { get; set; } = [];

    /// <summary>
    /// Progressive only: 64 to a block, in the image's order of blocks and in natural order within a block.
    /// </summary>
    public short[] Coefficients { get; set; } = [];

    /// <summary>The steps that coefficients are counted in, taken when the component's first scan begins.</summary>
    public float[]? Quantizer { get; set; }

    public int DcPredictor { get; set; }

    public Span<short> Block(int row, int column)
    {
        return Coefficients.AsSpan(((row * PaddedBlockColumns) + column) * BlockLength, BlockLength);
    }

    /// <summary>From the place of a block's first sample on.</summary>
    public Span<byte> SamplesOf(int row, int column) => Samples.AsSpan((row * 8 * Stride) + (column * 8));
}
