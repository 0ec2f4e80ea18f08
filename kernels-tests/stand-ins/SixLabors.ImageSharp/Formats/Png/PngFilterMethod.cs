namespace SixLabors.ImageSharp.Formats.Png;

/// <summary>How rows are predicted before they are compressed.</summary>
public enum PngFilterMethod
{
    None,
    Sub,
    Up,
    Average,
    Paeth,
    Adaptive,
}
