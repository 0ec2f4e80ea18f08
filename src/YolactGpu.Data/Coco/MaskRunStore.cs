using System.Buffers;
using System.Numerics;

namespace YolactGpu.Data.Coco;

/// <summary>
/// The masks of one image, packed one behind the other into one piece of memory. The pixels of a mask are taken row by row, and
/// counted in turns: those not set, those set, up to the last that is set. Of each kind the first number is kept as it is, every
/// further one as its difference from the one before: where an edge runs smoothly, about 0. A number is kept with its sign as the
/// lowest bit, in groups of 3 bits, lowest first, and each group with a fourth bit that tells whether another follows; a byte holds
/// two groups, the lower half first. A row of a smooth shape so takes a byte.
/// </summary>
public sealed class MaskRunStore
{
    internal const int ValueBits = 3;
    internal const int ValueMask = (1 << ValueBits) - 1;
    internal const int MoreBit = 1 << ValueBits;
    internal const int GroupBits = ValueBits + 1;
    internal const int GroupMask = (1 << GroupBits) - 1;

    private const int FirstSize = 4096;
    private const int WordBits = 32;

    private readonly int wordsPerRow;
    private int count;
    private int lastGap;
    private int lastLength;
    private bool isRented = true;

    /// <summary>A store without masks, for masks of one size.</summary>
    public MaskRunStore(int width, int height)
    {
        int words = MaskBits.WordCount(width, height);
        Width = width;
        Height = height;
        wordsPerRow = words / height;
        Groups = ArrayPool<byte>.Shared.Rent(FirstSize);
    }

    /// <summary>Columns.</summary>
    public int Width { get; }

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>Bytes that the masks take.</summary>
    public int SizeInBytes => (count + 1) / 2;

    /// <summary>The groups of all masks; more memory than they need, until that is given back.</summary>
    internal byte[] Groups { get; private set; }

    /// <summary>Packs a mask.</summary>
    /// <param name="words">Its bits in the layout of <see cref="MaskBits"/>, which are not kept; padding bits are not looked at.</param>
    /// <exception cref="ArgumentException">There are more or fewer words than a mask has.</exception>
    public MaskRuns Add(ReadOnlySpan<uint> words)
    {
        if (words.Length != wordsPerRow * Height)
        {
            throw new ArgumentException(
                $"words holds {words.Length} words; a {Width} x {Height} mask needs {wordsPerRow * Height}.", nameof(words));
        }

        int start = count;
        Pack(words);
        return new MaskRuns(this, start, count);
    }

    /// <summary>Gives back the memory that the masks do not need. Further masks can be added still.</summary>
    public void TrimExcess()
    {
        if (isRented)
        {
            byte[] larger = Groups;
            Groups = larger.AsSpan(0, SizeInBytes).ToArray();
            isRented = false;
            ArrayPool<byte>.Shared.Return(larger);
        }
    }

    /// <summary>Finds where the value changes and writes the numbers between.</summary>
    private void Pack(ReadOnlySpan<uint> words)
    {
        lastGap = 0;
        lastLength = 0;
        uint lastWordBits = uint.MaxValue >> ((wordsPerRow * WordBits) - Width);
        int bitOfLastColumn = (Width - 1) % WordBits;
        long written = 0;
        uint carry = 0;
        int row = 0;
        int column = 0;
        for (int word = 0; word < words.Length; word++)
        {
            if ((words[word] | carry) == 0)
            {
                // Most of a mask is empty.
                int empty = words[word..].IndexOfAnyExcept(0u);
                if (empty < 0)
                {
                    return;
                }

                word += empty;
                (row, column) = Math.DivRem(word, wordsPerRow);
            }

            bool isLast = column == wordsPerRow - 1;
            uint value = words[word];
            uint changes = (value ^ ((value << 1) | carry)) & (isLast ? lastWordBits : uint.MaxValue);
            long firstPixel = ((long)row * Width) + (column * WordBits);
            for (; changes != 0; changes &= changes - 1)
            {
                long change = firstPixel + BitOperations.TrailingZeroCount(changes);
                Write((int)(change - written), isLength: carry != 0);
                carry ^= 1;
                written = change;
            }

            carry = (value >> (isLast ? bitOfLastColumn : WordBits - 1)) & 1;
            column = isLast ? 0 : column + 1;
            row += isLast ? 1 : 0;
        }

        if (carry != 0)
        {
            Write((int)(((long)Width * Height) - written), isLength: true);
        }
    }

    private void Write(int number, bool isLength)
    {
        ref int last = ref isLength ? ref lastLength : ref lastGap;
        int difference = number - last;
        last = number;
        uint rest = (uint)((difference << 1) ^ (difference >> 31));
        do
        {
            uint group = rest & ValueMask;
            rest >>= ValueBits;
            WriteGroup(group | (rest != 0 ? (uint)MoreBit : 0));
        }
        while (rest != 0);
    }

    private void WriteGroup(uint group)
    {
        int at = count / 2;
        if (at == Groups.Length)
        {
            Grow();
        }

        Groups[at] = (byte)(count % 2 == 0 ? group : Groups[at] | (group << GroupBits));
        count++;
    }

    private void Grow()
    {
        byte[] smaller = Groups;
        Groups = ArrayPool<byte>.Shared.Rent(Math.Max(FirstSize, smaller.Length * 2));
        smaller.CopyTo(Groups, 0);
        if (isRented)
        {
            ArrayPool<byte>.Shared.Return(smaller);
        }

        isRented = true;
    }
}
