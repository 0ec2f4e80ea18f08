using YolactGpu.Data.Imaging;

namespace YolactGpu.Data.Video;

/// <summary>Decodes the frames of motion JPEG. Cameras leave out the Huffman tables; those of ITU-T T.81, K.3, are meant then.</summary>
internal sealed class JpegFrames(string name)
{
    private const byte HuffmanTables = 0xc4;
    private const byte StartOfScan = 0xda;

    /// <summary>The segment of the four tables: luminance and chrominance, each DC and AC.</summary>
    private static readonly byte[] StandardTables = Convert.FromHexString(
        "FFC401A20000010501010101010100000000000000000102030405060708090A0B"
        + "0100030101010101010101010000000000000102030405060708090A0B"
        + "100002010303020403050504040000017D01020300041105122131410613516107227114328191A1082342B1C11552D1F02433627282090A161718"
        + "191A25262728292A3435363738393A434445464748494A535455565758595A636465666768696A737475767778797A838485868788898A929394"
        + "95969798999AA2A3A4A5A6A7A8A9AAB2B3B4B5B6B7B8B9BAC2C3C4C5C6C7C8C9CAD2D3D4D5D6D7D8D9DAE1E2E3E4E5E6E7E8E9EAF1F2F3F4F5F6"
        + "F7F8F9FA"
        + "1100020102040403040705040400010277000102031104052131061241510761711322328108144291A1B1C109233352F0156272D10A162434E125"
        + "F11718191A262728292A35363738393A434445464748494A535455565758595A636465666768696A737475767778797A82838485868788898A92"
        + "939495969798999AA2A3A4A5A6A7A8A9AAB2B3B4B5B6B7B8B9BAC2C3C4C5C6C7C8C9CAD2D3D4D5D6D7D8D9DAE2E3E4E5E6E7E8E9EAF2F3F4F5F6"
        + "F7F8F9FA");

    private readonly ImageDecoder decoder = new();

    /// <exception cref="VideoException">The frame is damaged.</exception>
    internal RgbImage Decode(byte[] jpeg, long index)
    {
        try
        {
            return decoder.Decode(WithTables(jpeg));
        }
        catch (ImageException exception)
        {
            throw new VideoException(name, $"frame {index}: {exception.Reason}", exception);
        }
    }

    private static byte[] WithTables(byte[] jpeg)
    {
        for (int at = 2; at + 4 <= jpeg.Length && jpeg[at] == 0xff; at += 2 + ((jpeg[at + 2] << 8) | jpeg[at + 3]))
        {
            if (jpeg[at + 1] == HuffmanTables)
            {
                break;
            }

            if (jpeg[at + 1] == StartOfScan)
            {
                return [.. jpeg.AsSpan(0, at), .. StandardTables, .. jpeg.AsSpan(at)];
            }
        }

        return jpeg;
    }
}
