using System.Buffers.Binary;
using System.Numerics;

namespace SixLabors.ImageSharp.Formats.Jpeg;

/// <summary>Collects a JPEG file: its segments, and the Huffman-coded blocks of its scan (ITU-T T.81, F.1.2).</summary>
internal sealed class EntropyWriter
{
    private const int ZeroRun16 = 0xF0;

    private readonly MemoryStream file = new();
    private ulong bits;
    private int count;

    public void Marker(byte marker) => file.Write([JpegMarker.Prefix, marker]);

    public void Segment(byte marker, ReadOnlySpan<byte> content)
    {
        Marker(marker);
        Span<byte> length = stackalloc byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(length, checked((ushort)(content.Length + 2)));
        file.Write(length);
        file.Write(content);
    }

    /// <summary>Writes a block and returns its first coefficient, which the component's next block is told from.</summary>
    public int Block(ReadOnlySpan<int> stored, int previousDc, HuffmanCodes dc, HuffmanCodes ac)
    {
        Coefficient(0, stored[0] - previousDc, dc);
        int run = 0;
        for (int i = 1; i < stored.Length; i++)
        {
            if (stored[i] == 0)
            {
                run++;
                continue;
            }

            for (; run >= 16; run -= 16)
            {
                Symbol(ZeroRun16, ac);
            }

            Coefficient(run, stored[i], ac);
            run = 0;
        }

        if (run > 0)
        {
            Symbol(0, ac);
        }

        return stored[0];
    }

    /// <summary>Fills up the last byte with ones, ends the file and gives it.</summary>
    public byte[] Finish()
    {
        Put(0x7F, 7);
        bits = 0;
        count = 0;
        Marker(JpegMarker.EndOfImage);
        return file.ToArray();
    }

    private void Coefficient(int run, int value, HuffmanCodes codes)
    {
        int size = 32 - BitOperations.LeadingZeroCount((uint)Math.Abs(value));
        Symbol((run << 4) | size, codes);
        Put(value < 0 ? value + (1 << size) - 1 : value, size);
    }

    private void Symbol(int symbol, HuffmanCodes codes)
    {
        (int code, int length) = codes[symbol];
        Put(code, length);
    }

    private void Put(int value, int length)
    {
        bits = (bits << length) | (uint)value;
        count += length;
        while (count >= 8)
        {
            count -= 8;
            byte next = (byte)(bits >> count);
            file.WriteByte(next);
            if (next == JpegMarker.Prefix)
            {
                file.WriteByte(0);
            }
        }
    }
}
