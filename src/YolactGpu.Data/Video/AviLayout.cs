using System.Buffers.Binary;
using System.Text;

namespace YolactGpu.Data.Video;

/// <summary>Where things lie in the header that <see cref="AviWriter"/> writes, and the header itself.</summary>
internal static class AviLayout
{
    internal const int RiffSizeAt = 4;
    internal const int TotalFramesAt = 48;
    internal const int StreamLengthAt = 140;
    internal const int MoviSizeAt = 216;

    /// <summary>Bytes of the header, up to the first frame's chunk.</summary>
    internal const int HeaderBytes = 224;

    private const int HasIndex = 0x10;
    private const int AnyQuality = -1;

    /// <summary>One video stream of motion JPEG, of no frames as yet.</summary>
    internal static byte[] Header(int width, int height, FrameRate rate)
    {
        byte[] header = new byte[HeaderBytes];
        int at = 0;
        Text("RIFF");
        Number(HeaderBytes - 8);
        Text("AVI LIST");
        Number(192);
        Text("hdrlavih");
        Number(56);
        Number((int)Math.Min(1e6 / rate.PerSecond, int.MaxValue));
        Numbers(0, 0, HasIndex, 0, 0, 1, 0, width, height, 0, 0, 0, 0);
        Text("LIST");
        Number(116);
        Text("strlstrh");
        Number(56);
        Text("vidsMJPG");
        Numbers(0, 0, 0, rate.Denominator, rate.Numerator, 0, 0, 0, AnyQuality, 0, 0);
        Number((width & 0xffff) | (height << 16));
        Text("strf");
        Number(40);
        Numbers(40, width, height, 1 | (24 << 16));
        Text("MJPG");
        Numbers(checked(width * height * 3), 0, 0, 0, 0);
        Text("LIST");
        Number(4);
        Text("movi");
        return header;

        void Text(string codes)
        {
            Encoding.ASCII.GetBytes(codes, header.AsSpan(at));
            at += codes.Length;
        }

        void Number(int value)
        {
            BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(at), value);
            at += sizeof(int);
        }

        void Numbers(params ReadOnlySpan<int> values)
        {
            foreach (int value in values)
            {
                Number(value);
            }
        }
    }
}
