namespace SixLabors.ImageSharp.Formats.Png;

/// <summary>What becomes of the colour of fully transparent pixels.</summary>
public enum PngTransparentColorMode
{
    Preserve = 0,
    Clear = 1,
}
