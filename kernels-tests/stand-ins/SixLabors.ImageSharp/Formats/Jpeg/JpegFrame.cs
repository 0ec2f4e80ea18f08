using SixLabors.ImageSharp.Memory;

namespace SixLabors.ImageSharp.Formats.Jpeg;

/// <summary>The frame header: size, coding and components.</summary>
internal sealed class JpegFrame
{
    private const int FixedLength = 6;
    private const int LengthPerComponent = 3;

    private JpegFrame(byte marker, byte precision, int width, int height, JpegComponent[] components)
    {
        Marker = marker;
        Precision = precision;
        Width = width;
        Height = height;
        Components = components;
    }

    public byte Marker { get; }

    public bool IsProgressive => Marker == JpegMarker.Progressive;

    public byte Precision { get; }

    public int Width { get; }

    public int Height { get; }

    public JpegComponent[] Components { get; }

    /// <summary>Groups of blocks (MCUs) to a row, in scans of several components.</summary>
    public int GroupColumns { get; private set; }

    public int GroupRows { get; private set; }

    public static JpegFrame Parse(byte marker, ReadOnlySpan<byte> content)
    {
        ThrowIfUnsupported(marker);
        if ((content.Length < FixedLength) || (content.Length != (FixedLength + (LengthPerComponent * content[5]))))
        {
            throw new InvalidImageContentException(
                $"The JPEG's frame header has {content.Length} bytes, which fits no number of components.");
        }

        byte precision = content[0];
        int height = (content[1] << 8) | content[2];
        int width = (content[3] << 8) | content[4];
        int count = content[5];
        if (precision is not (8 or 12))
        {
            throw new InvalidImageContentException($"The JPEG has {precision} bits per sample; 8 and 12 exist.");
        }

        if ((width == 0) || (height == 0))
        {
            throw new InvalidImageContentException(
                $"The JPEG's size is {width}x{height}; both sides must be given in its frame header.");
        }

        if (count is not (1 or 3 or 4))
        {
            throw new NotSupportedException(
                $"The JPEG has {count} components; 1 (grey), 3 (colour) and 4 (CMYK) are known.");
        }

        JpegComponent[] components = new JpegComponent[count];
        for (int i = 0; i < count; i++)
        {
            components[i] = ParseComponent(content.Slice(FixedLength + (LengthPerComponent * i), LengthPerComponent));
        }

        return new JpegFrame(marker, precision, width, height, components);
    }

    /// <summary>Works out the grid of blocks and allocates what the scans will fill.</summary>
    public void Allocate(MemoryAllocator allocator)
    {
        int widest = Components.Max(c => c.HorizontalSampling);
        int tallest = Components.Max(c => c.VerticalSampling);
        GroupColumns = DivideUp(Width, 8 * widest);
        GroupRows = DivideUp(Height, 8 * tallest);
        foreach (JpegComponent component in Components)
        {
            if (((widest % component.HorizontalSampling) != 0) || ((tallest % component.VerticalSampling) != 0))
            {
                throw new NotSupportedException(
                    $"The JPEG samples component {component.Id} "
                        + $"{component.HorizontalSampling}x{component.VerticalSampling} times to {widest}x{tallest}; "
                        + "only whole ratios can be read.");
            }

            component.HorizontalScale = widest / component.HorizontalSampling;
            component.VerticalScale = tallest / component.VerticalSampling;
            component.BlockColumns = DivideUp(DivideUp(Width, component.HorizontalScale), 8);
            component.BlockRows = DivideUp(DivideUp(Height, component.VerticalScale), 8);
            component.PaddedBlockColumns = GroupColumns * component.HorizontalSampling;
            component.PaddedBlockRows = GroupRows * component.VerticalSampling;
            long samples = (long)component.PaddedBlockColumns * component.PaddedBlockRows * JpegComponent.BlockLength;
            component.Samples = allocator.AllocateClean<byte>(samples, "The samples of one channel of the JPEG");
            if (IsProgressive)
            {
                component.Coefficients = allocator.AllocateClean<short>(
                    samples, "The coefficients of one channel of the JPEG");
            }
        }
    }

    private static JpegComponent ParseComponent(ReadOnlySpan<byte> content)
    {
        int horizontal = content[1] >> 4;
        int vertical = content[1] & 15;
        if (horizontal is < 1 or > 4 || vertical is < 1 or > 4)
        {
            throw new InvalidImageContentException(
                $"The JPEG samples component {content[0]} {horizontal}x{vertical} times; 1 to 4 are allowed.");
        }

        if (content[2] > 3)
        {
            throw new InvalidImageContentException(
                $"The JPEG's component {content[0]} names quantization table {content[2]}; there are 0 to 3.");
        }

        return new JpegComponent(content[0], horizontal, vertical, content[2]);
    }

    private static void ThrowIfUnsupported(byte marker)
    {
        string? kind = marker switch
        {
            0xC0 or 0xC1 or 0xC2 => null,
            0xC3 or 0xC7 or 0xCB or 0xCF => "lossless",
            0xC5 or 0xC6 => "differential",
            _ => "arithmetic",
        };
        if (kind is not null)
        {
            throw new NotSupportedException(
                $"The JPEG's coding is {kind} (SOF{marker - 0xC0}); baseline, extended and progressive Huffman coding "
                    + "can be read.");
        }
    }

    private static int DivideUp(int value, int divisor) => (value + divisor - 1) / divisor;
}
