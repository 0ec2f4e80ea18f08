using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace YolactGpu.Tests.Support;

/// <summary>Reads the bytes of the rows of a PNG, whatever its kind of pixel, without interlacing.</summary>
internal static class PngRows
{
    private static readonly int[] SamplesByColourType = [1, 0, 3, 1, 2, 0, 4];

    /// <summary>Gives the rows, their filters undone.</summary>
    internal static byte[][] Of(byte[] png)
    {
        using MemoryStream compressed = new();
        int width = 0, height = 0, pixelSize = 0;
        for (int at = 8; at < png.Length;)
        {
            int length = BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(at));
            ReadOnlySpan<byte> data = png.AsSpan(at + 8, length);
            switch (Encoding.ASCII.GetString(png, at + 4, 4))
            {
                case "IHDR":
                    width = BinaryPrimitives.ReadInt32BigEndian(data);
                    height = BinaryPrimitives.ReadInt32BigEndian(data[4..]);
                    pixelSize = SamplesByColourType[data[9]] * data[8] / 8;
                    break;
                case "IDAT":
                    compressed.Write(data);
                    break;
            }

            at += length + 12;
        }

        compressed.Position = 0;
        using ZLibStream zlib = new(compressed, CompressionMode.Decompress);
        byte[][] rows = new byte[height][];
        byte[] above = new byte[width * pixelSize];
        for (int y = 0; y < height; y++)
        {
            int filter = zlib.ReadByte();
            byte[] row = new byte[width * pixelSize];
            zlib.ReadExactly(row);
            for (int i = 0; i < row.Length; i++)
            {
                int left = i < pixelSize ? 0 : row[i - pixelSize];
                int corner = i < pixelSize ? 0 : above[i - pixelSize];
                row[i] += (byte)Predict(filter, left, above[i], corner);
            }

            rows[y] = above = row;
        }

        return rows;
    }

    private static int Predict(int filter, int left, int up, int corner)
    {
        switch (filter)
        {
            case 0:
                return 0;
            case 1:
                return left;
            case 2:
                return up;
            case 3:
                return (left + up) / 2;
            default:
                int estimate = left + up - corner;
                int toLeft = Math.Abs(estimate - left), toUp = Math.Abs(estimate - up), toCorner = Math.Abs(estimate - corner);
                return toLeft <= toUp && toLeft <= toCorner ? left : toUp <= toCorner ? up : corner;
        }
    }
}
