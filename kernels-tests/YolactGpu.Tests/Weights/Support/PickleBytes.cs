using System.Buffers.Binary;
using System.Text;

namespace YolactGpu.Tests.Weights.Support;

/// <summary>Writes pickles opcode by opcode, good and bad ones alike.</summary>
internal sealed class PickleBytes
{
    private readonly List<byte> bytes = [];

    internal PickleBytes Raw(params ReadOnlySpan<byte> next)
    {
        bytes.AddRange(next);
        return this;
    }

    internal PickleBytes Op(char opcode) => Raw((byte)opcode);

    internal PickleBytes Repeat(char opcode, int count)
    {
        byte[] next = new byte[count];
        Array.Fill(next, (byte)opcode);
        return Raw(next);
    }

    internal PickleBytes Line(string text) => Raw(Encoding.UTF8.GetBytes(text + "\n"));

    internal PickleBytes Proto(byte protocol = 2) => Raw(0x80, protocol);

    internal PickleBytes Mark() => Op('(');

    internal PickleBytes Stop() => Op('.');

    internal PickleBytes Global(string module, string name) => Op('c').Line(module).Line(name);

    internal PickleBytes StackGlobal(string module, string name) => Text(module).Text(name).Raw(0x93);

    internal PickleBytes Reduce() => Op('R');

    internal PickleBytes Tuple() => Op('t');

    internal PickleBytes EmptyTuple() => Op(')');

    internal PickleBytes EmptyDictionary() => Op('}');

    internal PickleBytes SetItems() => Op('u');

    internal PickleBytes None() => Op('N');

    internal PickleBytes Boolean(bool value) => Raw(value ? (byte)0x88 : (byte)0x89);

    internal PickleBytes Text(string text)
    {
        byte[] next = Encoding.UTF8.GetBytes(text);
        return Op('X').Int32(next.Length).Raw(next);
    }

    /// <summary>LONG1 with eight bytes: any 64-bit integer.</summary>
    internal PickleBytes Integer(long value)
    {
        byte[] next = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(next, value);
        return Raw(0x8a, 8).Raw(next);
    }

    internal PickleBytes Integers(IEnumerable<long> values)
    {
        Mark();
        foreach (long value in values)
        {
            Integer(value);
        }

        return Tuple();
    }

    internal PickleBytes Int32(int value)
    {
        byte[] next = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(next, value);
        return Raw(next);
    }

    internal byte[] ToArray() => [.. bytes];
}
