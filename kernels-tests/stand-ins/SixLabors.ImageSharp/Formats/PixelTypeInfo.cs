namespace SixLabors.ImageSharp.Formats;

/// <summary>How much of a file, or of memory, one pixel takes.</summary>
public class PixelTypeInfo
{
    public PixelTypeInfo(int bitsPerPixel)
    {
        BitsPerPixel = bitsPerPixel;
    }

    public int BitsPerPixel { get; }
}
