using System.Buffers.Binary;
using System.Text;

namespace YolactGpu.Tests.Weights.Support;

/// <summary>Puts a safetensors file together from a header as text and the data.</summary>
internal static class SafetensorsBytes
{
    internal static byte[] Write(string header, int dataLength = 0) => Write(header, new byte[dataLength]);

    internal static byte[] Write(string header, byte[] data) => Write(Encoding.UTF8.GetBytes(header), data);

    internal static byte[] Write(byte[] header, byte[] data)
    {
        byte[] file = new byte[8 + header.Length + data.Length];
        BinaryPrimitives.WriteInt64LittleEndian(file, header.Length);
        header.CopyTo(file, 8);
        data.CopyTo(file, 8 + header.Length);
        return file;
    }
}
