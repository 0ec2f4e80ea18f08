using SixLabors.ImageSharp.Metadata.Profiles.Exif;
using SixLabors.ImageSharp.PixelFormats;

namespace SixLabors.ImageSharp.Processing;

/// <summary>Changes one image in place.</summary>
/// <typeparam name="TPixel">The pixel type.</typeparam>
internal sealed class ImageProcessingContext<TPixel>(Image<TPixel> image) : IImageProcessingContext
    where TPixel : unmanaged, IPixel<TPixel>
{
    public Configuration Configuration => image.Configuration;

    public Size GetCurrentSize() => image.Size;

    public void ApplyOrientation()
    {
        ExifProfile? exif = image.Metadata.ExifProfile;
        if (exif is null || !exif.TryGetValue(ExifTag.Orientation, out IExifValue<ushort>? orientation))
        {
            return;
        }

        ImageFrame<TPixel> frame = image.Frames.RootFrame;
        frame.Buffer = Reorientation.Apply(image.Configuration, frame.Buffer, orientation.Value);
        exif.SetValue(ExifTag.Orientation, ExifOrientationMode.TopLeft);
    }

    public void ApplyResize(Size size)
    {
        ImageFrame<TPixel> frame = image.Frames.RootFrame;
        frame.Buffer = BoxResize.Apply(image.Configuration, frame.Buffer, size);
    }
}
