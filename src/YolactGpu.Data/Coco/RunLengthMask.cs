using System.Numerics;

namespace YolactGpu.Data.Coco;

/// <summary>
/// A binary mask as COCO run lengths: the pixels are taken column by column, top to bottom, and counted in runs of
/// equal value, the first of which is a run of pixels not set (of length 0 where the first pixel is set). Runs sum to
/// Width * Height. The compressed string form is in <see cref="RunLengthString"/>.
/// </summary>
public sealed class RunLengthMask : IEquatable<RunLengthMask>
{
    private readonly int[] counts;

    /// <summary>A mask of the given runs, as in the "counts" list of a COCO file.</summary>
    public RunLengthMask(int width, int height, ReadOnlySpan<int> counts)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        long pixelCount = (long)width * height;
        long sum = 0;
        for (int i = 0; i < counts.Length; i++)
        {
            if (counts[i] < 0)
            {
                throw new ArgumentException(
                    $"Run {i} is {counts[i]} pixels long; at least 0 is needed.", nameof(counts));
            }

            sum += counts[i];
        }

        if (sum != pixelCount)
        {
            throw new ArgumentException(
                $"The runs sum to {sum} pixels; {width} x {height} = {pixelCount} are needed.", nameof(counts));
        }

        Width = width;
        Height = height;
        this.counts = counts.ToArray();
    }

    /// <summary>Columns.</summary>
    public int Width { get; }

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>The runs: not set, set, not set, ...</summary>
    public ReadOnlySpan<int> Counts => counts;

    /// <summary>Pixels that are set: the sum of every second run.</summary>
    public int Area
    {
        get
        {
            int area = 0;
            for (int i = 1; i < counts.Length; i += 2)
            {
                area += counts[i];
            }

            return area;
        }
    }

    /// <summary>The smallest box around the pixels that are set; 0 0 0 0 where there are none.</summary>
    public PixelBox BoundingBox
    {
        get
        {
            int left = Width, top = Height, right = 0, bottom = 0;
            long start = 0;
            for (int i = 0; i < counts.Length; i++)
            {
                if (i % 2 == 1 && counts[i] > 0)
                {
                    long last = start + counts[i] - 1;
                    int firstColumn = (int)(start / Height);
                    int lastColumn = (int)(last / Height);
                    bool inOneColumn = firstColumn == lastColumn;
                    left = Math.Min(left, firstColumn);
                    right = Math.Max(right, lastColumn + 1);
                    // A run over a column's end fills that column's last row and the next one's first.
                    top = inOneColumn ? Math.Min(top, (int)(start % Height)) : 0;
                    bottom = inOneColumn ? Math.Max(bottom, (int)(last % Height) + 1) : Height;
                }

                start += counts[i];
            }

            return right == 0 ? default : new PixelBox(left, top, right, bottom);
        }
    }

    /// <summary>Reads the compressed string form, as in the "counts" text of a COCO file.</summary>
    /// <exception cref="FormatException">The text is no such form, or not of a mask of this size.</exception>
    public static RunLengthMask FromCompressed(int width, int height, string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        int[] counts = RunLengthString.Decode(text);
        try
        {
            return new RunLengthMask(width, height, counts);
        }
        catch (ArgumentException exception) when (exception.ParamName == nameof(counts))
        {
            throw new FormatException($"The compressed run lengths do not fit: {exception.Message}", exception);
        }
    }

    /// <summary>The runs of a mask.</summary>
    public static RunLengthMask FromMask(MaskBits mask)
    {
        ArgumentNullException.ThrowIfNull(mask);
        List<int> counts = [];
        List<int>[] changes = new List<int>[32];
        for (int i = 0; i < changes.Length; i++)
        {
            changes[i] = [];
        }

        long runStart = 0;
        uint carry = 0;
        for (int strip = 0; strip < mask.WordsPerRow; strip++)
        {
            carry = FindChanges(mask, strip, carry, changes);
            for (int bit = 0; bit < changes.Length; bit++)
            {
                long columnStart = ((((long)strip * 32) + bit) * mask.Height);
                foreach (int row in changes[bit])
                {
                    counts.Add((int)(columnStart + row - runStart));
                    runStart = columnStart + row;
                }

                changes[bit].Clear();
            }
        }

        long pixelCount = (long)mask.Width * mask.Height;
        if (runStart < pixelCount || counts.Count == 0)
        {
            counts.Add((int)(pixelCount - runStart));
        }

        return new RunLengthMask(mask.Width, mask.Height, [.. counts]);
    }

    /// <summary>The compressed string form.</summary>
    public string ToCompressed() => RunLengthString.Encode(counts);

    /// <summary>The same mask as bits.</summary>
    public MaskBits ToMask()
    {
        // Each pixel where a value changes, and each column's first row that is set, is marked; the running exclusive
        // or down the columns then gives the values.
        MaskBits mask = new(Width, Height);
        long start = 0;
        for (int i = 0; i < counts.Length; i++)
        {
            long end = start + counts[i];
            if (i % 2 == 1 && counts[i] > 0)
            {
                MarkRun(mask, start, end);
            }

            start = end;
        }

        Span<uint> words = mask.WritableWords;
        for (int word = mask.WordsPerRow; word < words.Length; word++)
        {
            words[word] ^= words[word - mask.WordsPerRow];
        }

        return mask;
    }

    /// <inheritdoc/>
    public bool Equals(RunLengthMask? other) =>
        other is not null && Width == other.Width && Height == other.Height && Counts.SequenceEqual(other.Counts);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as RunLengthMask);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Width, Height, counts.Length, Area);

    /// <summary>
    /// The rows at which each of a strip's 32 columns changes its value. A column's first row is compared with the
    /// last row of the column before it, whose value for the strip's first column is the carry; returns the next carry.
    /// </summary>
    private static uint FindChanges(MaskBits mask, int strip, uint carry, List<int>[] changes)
    {
        ReadOnlySpan<uint> words = mask.Words;
        int usedBits = Math.Min(32, mask.Width - (strip * 32));
        uint used = usedBits == 32 ? uint.MaxValue : (1u << usedBits) - 1;
        uint lastRow = words[((mask.Height - 1) * mask.WordsPerRow) + strip];
        uint previous = ((lastRow << 1) | carry) & used;
        for (int row = 0; row < mask.Height; row++)
        {
            uint word = words[(row * mask.WordsPerRow) + strip];
            for (uint changed = word ^ previous; changed != 0; changed &= changed - 1)
            {
                changes[BitOperations.TrailingZeroCount(changed)].Add(row);
            }

            previous = word;
        }

        return lastRow >> 31;
    }

    private void MarkRun(MaskBits mask, long start, long end)
    {
        mask[(int)(start / Height), (int)(start % Height)] ^= true;
        for (long column = (start / Height) + 1; column * Height < end; column++)
        {
            mask[(int)column, 0] ^= true;
        }

        if (end % Height != 0)
        {
            mask[(int)(end / Height), (int)(end % Height)] ^= true;
        }
    }
}
