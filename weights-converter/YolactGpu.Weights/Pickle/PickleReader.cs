using System.Buffers.Binary;
using System.Text;
using YolactGpu.Weights.IO;

namespace YolactGpu.Weights.Pickle;

/// <summary>The bytes of a pickle, one after another, through a window on the file.</summary>
internal sealed class PickleReader(ByteSource source, long start)
{
    private const int WindowSize = 32 * 1024;
    private const int MaxLineLength = 1024;
    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);

    private byte[] window = [];
    private long windowOffset = start;
    private int next;

    /// <summary>The offset of the next byte.</summary>
    internal long Position => windowOffset + next;

    internal long Remaining => source.Length - Position;

    internal byte ReadByte()
    {
        if (next == window.Length)
        {
            Advance();
        }

        return window[next++];
    }

    internal ushort ReadUInt16() => BinaryPrimitives.ReadUInt16LittleEndian(ReadBytes(sizeof(ushort)));

    internal int ReadInt32() => BinaryPrimitives.ReadInt32LittleEndian(ReadBytes(sizeof(int)));

    internal long ReadInt64() => BinaryPrimitives.ReadInt64LittleEndian(ReadBytes(sizeof(long)));

    internal double ReadDoubleBigEndian() => BinaryPrimitives.ReadDoubleBigEndian(ReadBytes(sizeof(double)));

    /// <summary>The next bytes; no memory is taken before they are known to be there.</summary>
    internal byte[] ReadBytes(int count)
    {
        long position = Position;
        if (count <= window.Length - next)
        {
            next += count;
            return window.AsSpan(next - count, count).ToArray();
        }

        byte[] bytes = source.Read(position, count);
        window = [];
        windowOffset = position + count;
        next = 0;
        return bytes;
    }

    internal string ReadText(int byteCount)
    {
        long position = Position;
        try
        {
            return StrictUtf8.GetString(ReadBytes(byteCount));
        }
        catch (DecoderFallbackException exception)
        {
            throw source.Error("a text in its pickle is not UTF-8", offset: position, innerException: exception);
        }
    }

    /// <summary>The text up to the next line feed, which is read too.</summary>
    internal string ReadLine()
    {
        StringBuilder line = new();
        for (byte value = ReadByte(); value != '\n'; value = ReadByte())
        {
            if (value is < 0x20 or >= 0x7f || line.Length == MaxLineLength)
            {
                throw Error($"a line of its pickle is not printable ASCII of at most {MaxLineLength} characters");
            }

            line.Append((char)value);
        }

        return line.ToString();
    }

    internal WeightsException Error(string problem, long? offset = null, Exception? innerException = null) =>
        source.Error(problem, offset: offset ?? Position, innerException: innerException);

    private void Advance()
    {
        windowOffset += window.Length;
        next = 0;
        if (windowOffset >= source.Length)
        {
            window = [];
            throw source.Error("its pickle is cut off; it must end with a STOP opcode", offset: windowOffset);
        }

        int count = (int)Math.Min(WindowSize, source.Length - windowOffset);
        if (window.Length != count)
        {
            window = new byte[count];
        }

        source.Read(windowOffset, window);
    }
}
