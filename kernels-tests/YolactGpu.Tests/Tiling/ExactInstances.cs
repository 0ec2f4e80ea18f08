using System.Collections.Immutable;
using YolactGpu.Data.Coco;
using YolactGpu.Data.Imaging;
using YolactGpu.Model.Inference;

namespace YolactGpu.Tests.Tiling;

/// <summary>Pictures of instances, each of a colour of its own, and a search that finds in any part of them exactly what is there.</summary>
internal static class ExactInstances
{
    /// <summary>A rectangle or an ellipse in the box, of colour (class + 1, number, 255).</summary>
    internal static void Draw(RgbImage picture, int classId, byte number, PixelBox box, bool isEllipse)
    {
        for (int y = box.Top; y < box.Bottom; y++)
        {
            Span<byte> row = picture.Row(y);
            for (int x = box.Left; x < box.Right; x++)
            {
                double across = (((x + 0.5 - box.Left) / box.Width) - 0.5) * 2;
                double down = (((y + 0.5 - box.Top) / box.Height) - 0.5) * 2;
                if (!isEllipse || (across * across) + (down * down) <= 1)
                {
                    row[3 * x] = (byte)(classId + 1);
                    row[(3 * x) + 1] = number;
                    row[(3 * x) + 2] = 255;
                }
            }
        }
    }

    internal static ImmutableArray<Detections> Search(ImagePixels[] tiles) => [.. tiles.Select(Search)];

    /// <summary>The instances of a picture; the score grows with the pixels that are to be seen.</summary>
    internal static Detections Search(ImagePixels picture)
    {
        Dictionary<(byte ClassId, byte Number), MaskBits> masks = [];
        ReadOnlySpan<byte> rgb = picture.Rgb.Span;
        for (int i = 0; i < picture.Width * picture.Height; i++)
        {
            if (rgb[(3 * i) + 2] == 255)
            {
                (byte, byte) key = (rgb[3 * i], rgb[(3 * i) + 1]);
                if (!masks.TryGetValue(key, out MaskBits? mask))
                {
                    mask = new MaskBits(picture.Width, picture.Height);
                    masks.Add(key, mask);
                }

                mask[i % picture.Width, i / picture.Width] = true;
            }
        }

        return new Detections(
            picture.Width,
            picture.Height,
            [
                .. masks.Select(entry => new Detection(
                    entry.Key.ClassId - 1, "thing", 1 - (1f / (1 + entry.Value.Area)), entry.Value.ToRle().BoundingBox, entry.Value.ToRuns())),
            ],
            default,
            "exact",
            "exact");
    }
}
