namespace SixLabors.ImageSharp.Processing;

/// <summary>An image under work inside Mutate or Clone.</summary>
public interface IImageProcessingContext
{
    Configuration Configuration { get; }

    Size GetCurrentSize();

    /// <summary>Turns the pixels as EXIF says, and says so in EXIF.</summary>
    internal void ApplyOrientation();

    /// <summary>Resamples to this size.</summary>
    internal void ApplyResize(Size size);
}
