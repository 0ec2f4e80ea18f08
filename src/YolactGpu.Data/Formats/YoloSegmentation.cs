using System.Globalization;
using System.Text;
using YolactGpu.Data.Coco;

namespace YolactGpu.Data.Formats;

/// <summary>
/// YOLO's text form of segmentations: one line per instance, its class index, then x y of each corner of its contour,
/// divided by the image's width and height. A line has one contour: holes and further parts are joined by lines of no width.
/// </summary>
public static class YoloSegmentation
{
    /// <summary>The line of an instance; null where its mask is empty.</summary>
    /// <param name="classIndex">Its class, from 0.</param>
    /// <param name="contours">The contours of its mask.</param>
    /// <param name="width">The image's columns.</param>
    /// <param name="height">The image's rows.</param>
    public static string? Line(int classIndex, IReadOnlyList<MaskPolygon> contours, int width, int height)
    {
        ArgumentNullException.ThrowIfNull(contours);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        int[] corners = JoinedContour.Join(contours);
        if (corners.Length == 0)
        {
            return null;
        }

        StringBuilder line = new();
        line.Append(CultureInfo.InvariantCulture, $"{classIndex}");
        for (int i = 0; i < corners.Length; i++)
        {
            // Six digits are exact to a fortieth of a pixel on the longest side that an image may have.
            double part = (double)corners[i] / (i % 2 == 0 ? width : height);
            line.Append(CultureInfo.InvariantCulture, $" {part:0.######}");
        }

        return line.ToString();
    }
}
