using SixLabors.ImageSharp.Memory;
using SixLabors.ImageSharp.Metadata.Profiles.Exif;
using SixLabors.ImageSharp.PixelFormats;

namespace SixLabors.ImageSharp.Processing;

/// <summary>
/// The eight EXIF orientations in one pass: the upright pixel (x, y) lies in the stored image at
/// start + x * rightward + y * downward, counted in pixels.
/// </summary>
internal static class Reorientation
{
    public static PixelBuffer<TPixel> Apply<TPixel>(
        Configuration configuration, PixelBuffer<TPixel> stored, ushort orientation)
        where TPixel : unmanaged, IPixel<TPixel>
    {
        if (orientation is < ExifOrientationMode.TopRight or > ExifOrientationMode.LeftBottom)
        {
            return stored;
        }

        int width = stored.Width;
        int last = stored.Pixels.Length - 1;
        int lastRow = last - (width - 1);
        (int start, int rightward, int downward) = orientation switch
        {
            ExifOrientationMode.TopRight => (width - 1, -1, width),
            ExifOrientationMode.BottomRight => (last, -1, -width),
            ExifOrientationMode.BottomLeft => (lastRow, 1, -width),
            ExifOrientationMode.LeftTop => (0, width, 1),
            ExifOrientationMode.RightTop => (lastRow, -width, 1),
            ExifOrientationMode.RightBottom => (last, -width, -1),
            _ => (width - 1, width, -1),
        };
        bool transposed = orientation >= ExifOrientationMode.LeftTop;
        PixelBuffer<TPixel> upright = transposed
            ? PixelBuffer<TPixel>.Uninitialized(configuration, stored.Height, width)
            : PixelBuffer<TPixel>.Uninitialized(configuration, width, stored.Height);
        for (int y = 0; y < upright.Height; y++)
        {
            Span<TPixel> row = upright.Row(y);
            int index = start + (y * downward);
            for (int x = 0; x < row.Length; x++, index += rightward)
            {
                row[x] = stored.Pixels[index];
            }
        }

        return upright;
    }
}
