using System.Buffers.Binary;
using System.Text;

namespace YolactGpu.Tests.Converter.Support;

/// <summary>A message in Protocol Buffers' wire format, taken apart; shares nothing with the writer.</summary>
internal sealed class ProtobufReader
{
    private readonly List<(int Field, ulong Number, byte[] Bytes)> fields = [];

    internal ProtobufReader(byte[] message)
    {
        int position = 0;
        while (position < message.Length)
        {
            ulong tag = Varint(message, ref position);
            int field = (int)(tag >> 3);
            switch (tag & 7)
            {
                case 0:
                    fields.Add((field, Varint(message, ref position), []));
                    break;
                case 2:
                    int length = (int)Varint(message, ref position);
                    fields.Add((field, 0, message[position..(position + length)]));
                    position += length;
                    break;
                case 5:
                    fields.Add((field, BinaryPrimitives.ReadUInt32LittleEndian(message.AsSpan(position)), []));
                    position += 4;
                    break;
                default:
                    throw new InvalidDataException($"Wire type {tag & 7} at {position}.");
            }
        }
    }

    internal long[] Integers(int field) => [.. Of(field).Select(found => (long)found.Number)];

    internal long Integer(int field) => Integers(field).Single();

    internal float Single(int field) => BitConverter.UInt32BitsToSingle((uint)Of(field).Single().Number);

    internal string[] Texts(int field) => [.. Of(field).Select(found => Encoding.UTF8.GetString(found.Bytes))];

    internal string Text(int field) => Texts(field).Single();

    internal byte[] Bytes(int field) => Of(field).Single().Bytes;

    internal ProtobufReader[] Messages(int field) => [.. Of(field).Select(found => new ProtobufReader(found.Bytes))];

    internal ProtobufReader Message(int field) => Messages(field).Single();

    private IEnumerable<(int Field, ulong Number, byte[] Bytes)> Of(int field) => fields.Where(found => found.Field == field);

    private static ulong Varint(byte[] message, ref int position)
    {
        ulong value = 0;
        for (int shift = 0; ; shift += 7)
        {
            byte part = message[position++];
            value |= (ulong)(part & 0x7f) << shift;
            if (part < 0x80)
            {
                return value;
            }
        }
    }
}
