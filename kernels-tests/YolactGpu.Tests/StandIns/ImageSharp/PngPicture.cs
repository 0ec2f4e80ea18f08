using SixLabors.ImageSharp.PixelFormats;

namespace YolactGpu.Tests.StandIns.ImageSharp;

/// <summary>
/// A test picture of any PNG kind: its samples, the file they make, and the colours they stand for. Colour types are
/// 0 grey, 2 RGB, 3 palette, 4 grey and alpha, 6 RGBA.
/// </summary>
internal sealed record PngPicture(int Width, int Height, int Depth, int ColourType)
{
    private static readonly (int Left, int Top, int ColumnStep, int RowStep)[] Passes =
    [
        (0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2),
    ];

    public int Channels => ColourType switch { 2 => 3, 4 => 2, 6 => 4, _ => 1 };

    /// <summary>For colour type 3: as many colours as the depth has indices.</summary>
    public byte[] Palette => [.. Enumerable.Range(0, 3 << Depth).Select(i => (byte)((i * 37) + 11))];

    public int Sample(int x, int y, int channel)
    {
        int value = (x * 2654435) + (y * 40503) + (channel * 7919) + (x * y * 131);
        return (value >> 3) & ((1 << Depth) - 1);
    }

    /// <summary>The file; <paramref name="filter"/> null goes through all filters, row by row.</summary>
    public byte[] File(bool interlaced = false, int? filter = 0, int dataChunks = 1, byte[]? transparency = null)
    {
        PngFile file = new PngFile().Header(Width, Height, Depth, ColourType, interlaced);
        if (ColourType == 3)
        {
            file.Chunk("PLTE", Palette);
        }

        if (transparency is not null)
        {
            file.Chunk("tRNS", transparency);
        }

        List<byte> rows = [];
        foreach ((int left, int top, int columnStep, int rowStep) in interlaced ? Passes : [(0, 0, 1, 1)])
        {
            AddPass(rows, left, top, columnStep, rowStep, filter);
        }

        return file.Rows([.. rows], dataChunks).End();
    }

    /// <summary>What a decoder must make of the pixel, in 8 bits.</summary>
    public Rgba32 Colour(int x, int y)
    {
        byte[] levels = [.. Enumerable.Range(0, Channels).Select(c => Level(Sample(x, y, c)))];
        int index = 3 * Sample(x, y, 0);
        return ColourType switch
        {
            0 => new Rgba32(levels[0], levels[0], levels[0]),
            2 => new Rgba32(levels[0], levels[1], levels[2]),
            3 => new Rgba32(Palette[index], Palette[index + 1], Palette[index + 2]),
            4 => new Rgba32(levels[0], levels[0], levels[0], levels[1]),
            _ => new Rgba32(levels[0], levels[1], levels[2], levels[3]),
        };
    }

    public Rgba32[] Colours()
    {
        return [.. Enumerable.Range(0, Width * Height).Select(i => Colour(i % Width, i / Width))];
    }

    private byte Level(int sample) =>
        (byte)Math.Round(sample * 255.0 / ((1 << Depth) - 1), MidpointRounding.AwayFromZero);

    private void AddPass(List<byte> rows, int left, int top, int columnStep, int rowStep, int? filter)
    {
        int stride = Math.Max(1, Channels * Depth / 8);
        byte[] above = [];
        for (int y = top, i = 0; (y < Height) && (left < Width); y += rowStep, i++)
        {
            byte[] row = Pack(y, left, columnStep);
            above = above.Length == 0 ? new byte[row.Length] : above;
            int rowFilter = filter ?? (i % 5);
            rows.Add((byte)rowFilter);
            for (int b = 0; b < row.Length; b++)
            {
                int a = b < stride ? 0 : row[b - stride];
                int c = b < stride ? 0 : above[b - stride];
                rows.Add((byte)(row[b] - Prediction(rowFilter, a, above[b], c)));
            }

            above = row;
        }
    }

    private byte[] Pack(int y, int left, int columnStep)
    {
        string bits = string.Concat(
            from x in Enumerable.Range(0, Width)
            where (x >= left) && (((x - left) % columnStep) == 0)
            from channel in Enumerable.Range(0, Channels)
            select Convert.ToString(Sample(x, y, channel), 2).PadLeft(Depth, '0'));
        return [.. bits.Chunk(8).Select(chunk => Convert.ToByte(new string(chunk).PadRight(8, '0'), 2))];
    }

    private static int Prediction(int filter, int left, int above, int aboveLeft)
    {
        int estimate = left + above - aboveLeft;
        return filter switch
        {
            1 => left,
            2 => above,
            3 => (left + above) / 2,
            4 => new[] { left, above, aboveLeft }.MinBy(v => Math.Abs(estimate - v)),
            _ => 0,
        };
    }
}
