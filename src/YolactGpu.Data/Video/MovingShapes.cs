using YolactGpu.Data.Imaging;

namespace YolactGpu.Data.Video;

/// <summary>
/// A picture of a disc, a square and a triangle on a smooth ground, each moving on its own straight way and turning back at the edges: a
/// clip whose every frame is known, for trying video on. The same number gives the same frame.
/// </summary>
internal static class MovingShapes
{
    /// <summary>Frames after which the clip repeats itself: every shape's way there and back divides it.</summary>
    internal const int Period = 240;

    private const int Red = 0;
    private const int Green = 1;
    private const int Blue = 2;

    /// <summary>Gives a frame of the clip.</summary>
    internal static RgbImage Frame(int width, int height, long index)
    {
        RgbImage frame = new(width, height);
        int radius = Math.Max(1, Math.Min(width, height) / 8);
        (int X, int Y) disc = (Bounce(index, 120, radius, width - 1 - radius), Bounce(index, 80, radius, height - 1 - radius));
        (int X, int Y) square = (Bounce(index + 30, 80, radius, width - 1 - radius), Bounce(index, 240, radius, height - 1 - radius));
        (int X, int Y) triangle = (Bounce(index + 60, 240, radius, width - 1 - radius), Bounce(index + 20, 120, radius, height - 1 - radius));
        for (int y = 0; y < height; y++)
        {
            Span<byte> row = frame.Row(y);
            for (int x = 0; x < width; x++)
            {
                (int X, int Y) fromDisc = (x - disc.X, y - disc.Y);
                (int X, int Y) fromSquare = (x - square.X, y - square.Y);
                (int X, int Y) fromTriangle = (x - triangle.X, y - triangle.Y);
                Span<byte> pixel = row.Slice(x * RgbImage.Channels, RgbImage.Channels);
                if ((fromDisc.X * fromDisc.X) + (fromDisc.Y * fromDisc.Y) <= radius * radius)
                {
                    Paint(pixel, 220, 60, 50);
                }
                else if (Math.Abs(fromSquare.X) <= radius && Math.Abs(fromSquare.Y) <= radius)
                {
                    Paint(pixel, 240, 200, 40);
                }
                else if (Math.Abs(fromTriangle.Y) <= radius && 2 * Math.Abs(fromTriangle.X) <= fromTriangle.Y + radius)
                {
                    Paint(pixel, 50, 90, 220);
                }
                else
                {
                    Paint(pixel, (byte)(40 + (x * 100 / width)), (byte)(60 + (y * 100 / height)), 90);
                }
            }
        }

        return frame;
    }

    private static void Paint(Span<byte> pixel, byte red, byte green, byte blue)
    {
        pixel[Red] = red;
        pixel[Green] = green;
        pixel[Blue] = blue;
    }

    /// <summary>Where something is that goes from one place to another and back in so many frames.</summary>
    private static int Bounce(long index, int frames, int from, int to)
    {
        int step = (int)(index % frames);
        int half = frames / 2;
        int away = step < half ? step : frames - step;
        return from + (int)((long)Math.Max(to - from, 0) * away / half);
    }
}
