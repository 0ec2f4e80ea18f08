using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace YolactGpu.WeightsConverter.Onnx;

/// <summary>Takes bytes in their order.</summary>
internal delegate void ByteSink(ReadOnlySpan<byte> bytes);

/// <summary>
/// A message in Protocol Buffers' wire format, put together field by field. A message stands inside another behind its
/// length, so lengths are known before anything is written; large fields are only fetched when the whole is written.
/// </summary>
internal sealed class ProtobufMessage
{
    private const int VarintType = 0;
    private const int LengthDelimitedType = 2;
    private const int Fixed32Type = 5;

    private readonly List<(long Length, Action<ByteSink> Write)> parts = [];
    private readonly ArrayBufferWriter<byte> pending = new();
    private long length;

    /// <summary>The length of the fields so far in bytes.</summary>
    internal long Length => length + pending.WrittenCount;

    internal ProtobufMessage Integer(int field, long value)
    {
        Tag(field, VarintType);
        Varint((ulong)value);
        return this;
    }

    internal ProtobufMessage Single(int field, float value)
    {
        Tag(field, Fixed32Type);
        Span<byte> bytes = stackalloc byte[sizeof(float)];
        BinaryPrimitives.WriteSingleLittleEndian(bytes, value);
        pending.Write(bytes);
        return this;
    }

    internal ProtobufMessage Text(int field, string value)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(value);
        Tag(field, LengthDelimitedType);
        Varint((ulong)bytes.Length);
        pending.Write(bytes);
        return this;
    }

    internal ProtobufMessage Message(int field, ProtobufMessage message)
    {
        Tag(field, LengthDelimitedType);
        Varint((ulong)message.Length);
        return Append(message);
    }

    /// <summary>Adds the fields of another message to this one's.</summary>
    internal ProtobufMessage Append(ProtobufMessage fields)
    {
        if (fields.parts.Count == 0)
        {
            pending.Write(fields.pending.WrittenSpan);
            return this;
        }

        fields.Seal();
        Seal();
        parts.AddRange(fields.parts);
        length += fields.length;
        return this;
    }

    /// <summary>Adds bytes that are fetched when the message is written.</summary>
    internal ProtobufMessage Bytes(int field, long count, Action<ByteSink> write)
    {
        Tag(field, LengthDelimitedType);
        Varint((ulong)count);
        Seal();
        parts.Add((count, write));
        length += count;
        return this;
    }

    /// <summary>Writes the whole message.</summary>
    internal void WriteTo(ByteSink sink)
    {
        Seal();
        foreach ((long expected, Action<ByteSink> write) in parts)
        {
            long written = 0;
            write(bytes =>
            {
                written += bytes.Length;
                sink(bytes);
            });
            if (written != expected)
            {
                throw new InvalidOperationException($"A field of {expected} bytes gave {written}.");
            }
        }
    }

    private void Seal()
    {
        if (pending.WrittenCount > 0)
        {
            byte[] bytes = pending.WrittenSpan.ToArray();
            parts.Add((bytes.Length, sink => sink(bytes)));
            length += bytes.Length;
            pending.ResetWrittenCount();
        }
    }

    private void Tag(int field, int type) => Varint((ulong)((field << 3) | type));

    private void Varint(ulong value)
    {
        while (value >= 0x80)
        {
            pending.Write([(byte)(value | 0x80)]);
            value >>= 7;
        }

        pending.Write([(byte)value]);
    }
}
