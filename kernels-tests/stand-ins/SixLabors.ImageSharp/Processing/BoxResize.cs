using System.Numerics;
using SixLabors.ImageSharp.Memory;
using SixLabors.ImageSharp.PixelFormats;

namespace SixLabors.ImageSharp.Processing;

/// <summary>
/// Scaling for <see cref="Formats.DecoderOptions.TargetSize"/>: each new pixel is the mean of the area that it covers
/// in the old image. The real package samples a little differently; sizes are the same, levels differ slightly.
/// </summary>
internal static class BoxResize
{
    /// <summary>The largest size of the image's proportions within the target.</summary>
    public static Size SizeWithin(Size image, Size target)
    {
        bool widthDecides = (image.Height / (float)image.Width) < (target.Height / (float)target.Width);
        return widthDecides
            ? new Size(target.Width, Rounded(image.Height, target.Width / (float)image.Width))
            : new Size(Rounded(image.Width, target.Height / (float)image.Height), target.Height);
    }

    public static PixelBuffer<TPixel> Apply<TPixel>(Configuration configuration, PixelBuffer<TPixel> source, Size size)
        where TPixel : unmanaged, IPixel<TPixel>
    {
        PixelBuffer<TPixel> target = PixelBuffer<TPixel>.Uninitialized(configuration, size.Width, size.Height);
        for (int y = 0; y < size.Height; y++)
        {
            Span<TPixel> row = target.Row(y);
            (float top, float bottom) = Cover(y, source.Height, size.Height);
            for (int x = 0; x < row.Length; x++)
            {
                (float left, float right) = Cover(x, source.Width, size.Width);
                row[x].FromScaledVector4(Mean(source, left, right, top, bottom));
            }
        }

        return target;
    }

    private static Vector4 Mean<TPixel>(PixelBuffer<TPixel> source, float left, float right, float top, float bottom)
        where TPixel : unmanaged, IPixel<TPixel>
    {
        Vector4 sum = Vector4.Zero;
        float area = 0;
        for (int y = (int)top; y < Math.Min(MathF.Ceiling(bottom), source.Height); y++)
        {
            Span<TPixel> row = source.Row(y);
            float height = Math.Min(y + 1, bottom) - Math.Max(y, top);
            for (int x = (int)left; x < Math.Min(MathF.Ceiling(right), source.Width); x++)
            {
                float weight = height * (Math.Min(x + 1, right) - Math.Max(x, left));
                sum += row[x].ToScaledVector4() * weight;
                area += weight;
            }
        }

        return sum / area;
    }

    private static (float Start, float End) Cover(int index, int sourceLength, int targetLength)
    {
        return (index * sourceLength / (float)targetLength, (index + 1) * sourceLength / (float)targetLength);
    }

    private static int Rounded(int length, float scale) => Math.Max(1, (int)MathF.Round(length * scale));
}
