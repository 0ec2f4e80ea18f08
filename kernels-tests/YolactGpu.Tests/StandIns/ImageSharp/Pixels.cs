using SixLabors.ImageSharp;
using SixLabors.ImageSharp.PixelFormats;

namespace YolactGpu.Tests.StandIns.ImageSharp;

/// <summary>Images as arrays, so that NUnit compares them and says where they differ.</summary>
internal static class Pixels
{
    public static TPixel[] Of<TPixel>(Image<TPixel> image)
        where TPixel : unmanaged, IPixel<TPixel>
    {
        TPixel[] pixels = new TPixel[image.Width * image.Height];
        image.CopyPixelDataTo(pixels);
        return pixels;
    }

    /// <summary>The mean and the largest difference of two images' levels.</summary>
    public static (double Mean, int Largest) Difference(Image<Rgb24> first, Image<Rgb24> second)
    {
        Rgb24[] a = Of(first);
        Rgb24[] b = Of(second);
        double sum = 0;
        int largest = 0;
        foreach ((Rgb24 left, Rgb24 right) in a.Zip(b))
        {
            int[] channels = [Math.Abs(left.R - right.R), Math.Abs(left.G - right.G), Math.Abs(left.B - right.B)];
            sum += channels.Sum();
            largest = Math.Max(largest, channels.Max());
        }

        return (sum / (3 * a.Length), largest);
    }

    /// <summary>A picture in which every pixel is told from its neighbours.</summary>
    public static Image<TPixel> Picture<TPixel>(int width, int height)
        where TPixel : unmanaged, IPixel<TPixel>
    {
        Image<TPixel> image = new(width, height);
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                TPixel pixel = default;
                pixel.FromRgba32(
                    new Rgba32((byte)((7 * x) + y), (byte)((3 * x) ^ (5 * y)), (byte)(x * y), (byte)(255 - (11 * x))));
                image[x, y] = pixel;
            }
        }

        return image;
    }
}
