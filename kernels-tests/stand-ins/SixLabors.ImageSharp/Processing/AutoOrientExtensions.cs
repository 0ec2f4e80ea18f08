namespace SixLabors.ImageSharp.Processing;

/// <summary>Turning photos upright.</summary>
public static class AutoOrientExtensions
{
    public static IImageProcessingContext AutoOrient(this IImageProcessingContext source)
    {
        ArgumentNullException.ThrowIfNull(source);
        source.ApplyOrientation();
        return source;
    }
}
