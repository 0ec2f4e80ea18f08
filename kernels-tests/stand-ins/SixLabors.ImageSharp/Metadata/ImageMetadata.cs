using SixLabors.ImageSharp.Formats;
using SixLabors.ImageSharp.Metadata.Profiles.Exif;

namespace SixLabors.ImageSharp.Metadata;

/// <summary>What is known of an image besides its pixels.</summary>
public sealed class ImageMetadata
{
    public ExifProfile? ExifProfile { get; set; }

    public IImageFormat? DecodedImageFormat { get; internal set; }

    public ImageMetadata DeepClone() => new()
    {
        ExifProfile = ExifProfile?.DeepClone(),
        DecodedImageFormat = DecodedImageFormat,
    };
}
