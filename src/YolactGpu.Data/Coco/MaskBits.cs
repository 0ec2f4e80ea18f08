using System.Numerics;

namespace YolactGpu.Data.Coco;

/// <summary>
/// A binary mask, one bit per pixel, row by row. Rows are padded to whole 32-bit words: pixel (x, y) is bit x % 32,
/// counted from the least significant, of word (y * WordsPerRow) + (x / 32). The padding bits are always 0.
/// </summary>
public sealed class MaskBits : IEquatable<MaskBits>
{
    private const int WordBits = 32;

    private readonly uint[] words;

    /// <summary>A mask with no pixel set.</summary>
    public MaskBits(int width, int height)
        : this(width, height, new uint[WordCount(width, height)])
    {
    }

    /// <summary>
    /// A mask over words in the layout above. The array becomes the mask's own: it is not copied, and padding bits
    /// found set in it are cleared.
    /// </summary>
    public MaskBits(int width, int height, uint[] words)
    {
        ArgumentNullException.ThrowIfNull(words);
        int wordCount = WordCount(width, height);
        if (words.Length != wordCount)
        {
            throw new ArgumentException(
                $"words holds {words.Length} words; a {width} x {height} mask needs {wordCount}.", nameof(words));
        }

        Width = width;
        Height = height;
        WordsPerRow = WordsFor(width);
        this.words = words;
        ClearPadding();
    }

    /// <summary>Columns.</summary>
    public int Width { get; }

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>Words per row: Width / 32, rounded up.</summary>
    public int WordsPerRow { get; }

    /// <summary>The words of all rows.</summary>
    public ReadOnlySpan<uint> Words => words;

    /// <summary>The words, to be written in bulk; the writer keeps the padding bits at 0.</summary>
    internal Span<uint> WritableWords => words;

    /// <summary>Pixels that are set.</summary>
    public int Area
    {
        get
        {
            int area = 0;
            foreach (uint word in words)
            {
                area += BitOperations.PopCount(word);
            }

            return area;
        }
    }

    /// <summary>Column x of row y.</summary>
    public bool this[int x, int y]
    {
        get => ((words[WordIndex(x, y)] >> (x % WordBits)) & 1) != 0;
        set
        {
            uint bit = 1u << (x % WordBits);
            ref uint word = ref words[WordIndex(x, y)];
            word = value ? word | bit : word & ~bit;
        }
    }

    /// <summary>A mask from bytes in row-major order, one per pixel; those that are not 0 are set.</summary>
    public static MaskBits FromBytes(ReadOnlySpan<byte> pixels, int width, int height)
    {
        MaskBits mask = new(width, height);
        if (pixels.Length != width * height)
        {
            throw new ArgumentException(
                $"pixels holds {pixels.Length} bytes; a {width} x {height} mask needs {width * height}.",
                nameof(pixels));
        }

        for (int i = 0; i < pixels.Length; i++)
        {
            if (pixels[i] != 0)
            {
                mask[i % width, i / width] = true;
            }
        }

        return mask;
    }

    /// <summary>The words of row y.</summary>
    public ReadOnlySpan<uint> Row(int y)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(y);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(y, Height);
        return words.AsSpan(y * WordsPerRow, WordsPerRow);
    }

    /// <summary>The same mask in little memory.</summary>
    public MaskRuns ToRuns() => MaskRuns.FromMask(this);

    /// <summary>The same mask as COCO run lengths.</summary>
    public RunLengthMask ToRle() => RunLengthMask.FromMask(this);

    /// <summary>The mask's contours; see <see cref="MaskPolygon"/>.</summary>
    public IReadOnlyList<MaskPolygon> ToPolygons() => ContourTracer.Trace(this);

    /// <inheritdoc/>
    public bool Equals(MaskBits? other) =>
        other is not null && Width == other.Width && Height == other.Height && Words.SequenceEqual(other.Words);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as MaskBits);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Width, Height, Area);

    /// <summary>Sets the pixels of a run.</summary>
    internal void Set(PixelRun run)
    {
        Span<uint> row = words.AsSpan(run.Row * WordsPerRow, WordsPerRow);
        int first = run.Left / WordBits;
        int last = (run.Right - 1) / WordBits;
        uint fromLeft = uint.MaxValue << (run.Left % WordBits);
        uint toRight = uint.MaxValue >> (WordBits - 1 - ((run.Right - 1) % WordBits));
        if (first == last)
        {
            row[first] |= fromLeft & toRight;
            return;
        }

        row[first] |= fromLeft;
        row[(first + 1)..last].Fill(uint.MaxValue);
        row[last] |= toRight;
    }

    private static int WordsFor(int width) => (int)(((long)width + WordBits - 1) / WordBits);

    /// <summary>Words of a mask.</summary>
    /// <exception cref="ArgumentException">There is no mask of this size.</exception>
    internal static int WordCount(int width, int height)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        if ((long)width * height > Array.MaxLength)
        {
            throw new ArgumentException(
                $"A mask of {width} x {height} pixels is too large; at most {Array.MaxLength} pixels are taken.");
        }

        return WordsFor(width) * height;
    }

    private int WordIndex(int x, int y)
    {
        if ((uint)x >= (uint)Width || (uint)y >= (uint)Height)
        {
            throw new ArgumentOutOfRangeException(
                nameof(x), $"Pixel ({x}, {y}) lies outside the mask of {Width} x {Height} pixels.");
        }

        return (y * WordsPerRow) + (x / WordBits);
    }

    private void ClearPadding()
    {
        int usedBits = Width % WordBits;
        if (usedBits == 0)
        {
            return;
        }

        uint used = (1u << usedBits) - 1;
        for (int last = WordsPerRow - 1; last < words.Length; last += WordsPerRow)
        {
            words[last] &= used;
        }
    }
}
