namespace SixLabors.ImageSharp.Formats.Jpeg;

/// <summary>How a JPEG's channels are coded; the stand-in writes the first three.</summary>
public enum JpegColorType : byte
{
    YCbCrRatio420 = 0,
    YCbCrRatio444 = 1,
    Luminance = 2,
    Rgb = 3,
}
