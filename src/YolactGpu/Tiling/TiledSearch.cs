using System.Collections.Immutable;
using YolactGpu.Data.Coco;
using YolactGpu.Model.Inference;

namespace YolactGpu.Tiling;

/// <summary>Searches an image tile by tile.</summary>
internal static class TiledSearch
{
    /// <summary>Cuts the image, has the tiles searched in batches and puts together what was found.</summary>
    /// <param name="image">The image.</param>
    /// <param name="options">The tiles.</param>
    /// <param name="maxBatch">Tiles per batch.</param>
    /// <param name="most">The most instances that are wanted.</param>
    /// <param name="search">Searches a batch.</param>
    internal static Detections Run(
        ImagePixels image, TilingOptions options, int maxBatch, int most, Func<ImagePixels[], ImmutableArray<Detections>> search)
    {
        List<TileInstance> finds = [];
        DetectionTimings timings = default;
        Detections? last = null;
        float[] classExistence = [];
        foreach (PixelBox[] tiles in TileGrid.Of(image.Width, image.Height, options).Chunk(maxBatch))
        {
            ImmutableArray<Detections> found = search([.. tiles.Select(tile => Cut(image, tile))]);
            for (int i = 0; i < tiles.Length; i++)
            {
                classExistence = Larger(classExistence, found[i].ClassExistence);
                finds.AddRange(found[i].Select(item => new TileInstance(tiles[i], item)));
            }

            last = found[0];
            timings = Add(timings, last.Timings);
        }

        return new Detections(
            image.Width, image.Height, SeamMerge.Merge(image.Width, image.Height, finds, most), timings, last!.Device, last.Config)
        {
            Skeleton = last.Skeleton,
            ClassExistence = [.. classExistence],
        };
    }

    private static float[] Larger(float[] a, ImmutableArray<float> b) => a.Length == 0 ? [.. b] : [.. a.Zip(b, MathF.Max)];

    /// <summary>The timings of a batch are the batch's; decoding happens once and is in all of them.</summary>
    private static DetectionTimings Add(DetectionTimings a, DetectionTimings b) => new(
        b.Decode, a.Preprocess + b.Preprocess, a.Network + b.Network, a.Detect + b.Detect, a.Masks + b.Masks);

    private static ImagePixels Cut(ImagePixels image, PixelBox tile)
    {
        byte[] pixels = new byte[tile.Width * tile.Height * 3];
        for (int y = 0; y < tile.Height; y++)
        {
            image.Rgb.Span.Slice((((tile.Top + y) * image.Width) + tile.Left) * 3, tile.Width * 3).CopyTo(pixels.AsSpan(y * tile.Width * 3));
        }

        return new ImagePixels(pixels, tile.Width, tile.Height);
    }
}
