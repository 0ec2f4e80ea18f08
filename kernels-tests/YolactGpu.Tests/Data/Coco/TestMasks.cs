using YolactGpu.Data.Coco;

namespace YolactGpu.Tests.Data.Coco;

/// <summary>Masks for tests.</summary>
internal static class TestMasks
{
    /// <summary>A mask in which each pixel is set with the given probability.</summary>
    internal static MaskBits Random(int width, int height, int percent, int seed)
    {
        Random random = new(seed);
        byte[] pixels = new byte[width * height];
        for (int i = 0; i < pixels.Length; i++)
        {
            pixels[i] = (byte)(random.Next(100) < percent ? 1 : 0);
        }

        return MaskBits.FromBytes(pixels, width, height);
    }

    /// <summary>A mask drawn with one text per row, # for a pixel that is set.</summary>
    internal static MaskBits Draw(params string[] rows)
    {
        byte[] pixels = [.. string.Concat(rows).Select(character => (byte)(character == '#' ? 1 : 0))];
        return MaskBits.FromBytes(pixels, rows[0].Length, rows.Length);
    }
}
