using YolactGpu.Data.Imaging;
using YolactGpu.Data.Video;

namespace YolactGpu.Tests.Data.Video;

/// <summary>Frames of smooth colours with a square that moves, and videos of them.</summary>
internal static class TestClip
{
    internal static RgbImage Frame(int width, int height, int index)
    {
        RgbImage frame = new(width, height);
        int left = index * 3 % width;
        for (int y = 0; y < height; y++)
        {
            Span<byte> row = frame.Row(y);
            for (int x = 0; x < width; x++)
            {
                bool isSquare = x >= left && x < left + (width / 4) && y >= height / 4 && y < height / 2;
                row[3 * x] = (byte)(isSquare ? 220 : 40 + (x * 100 / width));
                row[(3 * x) + 1] = (byte)(isSquare ? 60 : 60 + (y * 100 / height));
                row[(3 * x) + 2] = (byte)(isSquare ? 50 : 90);
            }
        }

        return frame;
    }

    internal static RgbImage[] Frames(int count, int width, int height) =>
        [.. Enumerable.Range(0, count).Select(index => Frame(width, height, index))];

    internal static void Write(IVideoWriter writer, IEnumerable<RgbImage> frames)
    {
        using (writer)
        {
            foreach (RgbImage frame in frames)
            {
                writer.Write(frame);
            }

            writer.Complete();
        }
    }

    internal static List<RgbImage> ReadAll(IVideoSource source)
    {
        List<RgbImage> frames = [];
        using (source)
        {
            while (source.Read() is { } frame)
            {
                frames.Add(frame);
            }
        }

        return frames;
    }

    /// <summary>The mean difference of two pictures of one size, in levels.</summary>
    internal static double Difference(RgbImage a, RgbImage b)
    {
        long sum = 0;
        for (int i = 0; i < a.Pixels.Length; i++)
        {
            sum += Math.Abs(a.Pixels.Span[i] - b.Pixels.Span[i]);
        }

        return (double)sum / a.Pixels.Length;
    }
}
