using System.Buffers.Binary;
using System.IO.Compression;

namespace YolactGpu.Tests.Data.Imaging;

/// <summary>Small image files: JPEGs that Python's Pillow 9.4 wrote, and PNGs and bitmaps made here.</summary>
internal static class EncodedSamples
{
    private const string BaselineJpegText =
        "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAMCAgMCAgMDAwMEAwMEBQgFBQQEBQoHBwYIDAoMDAsKCwsNDhIQDQ4RDgsLEBYQERMUFRUV"
        + "DA8XGBYUGBIUFRT/2wBDAQMEBAUEBQkFBQkUDQsNFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQU"
        + "FBT/wAARCAAIABADAREAAhEBAxEB/8QAHwAAAQUBAQEBAQEAAAAAAAAAAAECAwQFBgcICQoL/8QAtRAAAgEDAwIEAwUFBAQAAAF9AQID"
        + "AAQRBRIhMUEGE1FhByJxFDKBkaEII0KxwRVS0fAkM2JyggkKFhcYGRolJicoKSo0NTY3ODk6Q0RFRkdISUpTVFVWV1hZWmNkZWZnaGlq"
        + "c3R1dnd4eXqDhIWGh4iJipKTlJWWl5iZmqKjpKWmp6ipqrKztLW2t7i5usLDxMXGx8jJytLT1NXW19jZ2uHi4+Tl5ufo6erx8vP09fb3"
        + "+Pn6/8QAHwEAAwEBAQEBAQEBAQAAAAAAAAECAwQFBgcICQoL/8QAtREAAgECBAQDBAcFBAQAAQJ3AAECAxEEBSExBhJBUQdhcRMiMoEI"
        + "FEKRobHBCSMzUvAVYnLRChYkNOEl8RcYGRomJygpKjU2Nzg5OkNERUZHSElKU1RVVldYWVpjZGVmZ2hpanN0dXZ3eHl6goOEhYaHiImK"
        + "kpOUlZaXmJmaoqOkpaanqKmqsrO0tba3uLm6wsPExcbHyMnK0tPU1dbX2Nna4uPk5ebn6Onq8vP09fb3+Pn6/9oADAMBAAIRAxEAPwD5"
        + "j/4T/wD6cP8AyN/9jX6p/wAQM/6mX/lL/wC6n7X/AMRk/wCpf/5V/wDuZ+mn/DHH/U3/APlM/wDt1fzB/qZ/1Ef+S/8A2x/Gv/EP/wDq"
        + "K/8AJP8A7c//2Q==";

    private const string ProgressiveJpegText =
        "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAUDBAQEAwUEBAQFBQUGBwwIBwcHBw8LCwkMEQ8SEhEPERETFhwXExQaFRERGCEYGh0dHx8f"
        + "ExciJCIeJBweHx7/2wBDAQUFBQcGBw4ICA4eFBEUHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4e"
        + "Hh7/wgARCAAQACADASIAAhEBAxEB/8QAFwABAQEBAAAAAAAAAAAAAAAAAAYFB//EABUBAQEAAAAAAAAAAAAAAAAAAAYF/9oADAMBAAIQ"
        + "AxAAAAGeYaygvnWA8F//xAAUEAEAAAAAAAAAAAAAAAAAAAAw/9oACAEBAAEFAg//xAAaEQABBQEAAAAAAAAAAAAAAAAAFRZioeFj/9oA"
        + "CAEDAQE/AXRyvBGnWn//xAAbEQABBAMAAAAAAAAAAAAAAAAAFRZiY6Gi4f/aAAgBAgEBPwFo3a9EuWD/xAAUEAEAAAAAAAAAAAAAAAAA"
        + "AAAw/9oACAEBAAY/Ag//xAAUEAEAAAAAAAAAAAAAAAAAAAAw/9oACAEBAAE/IQ//2gAMAwEAAgADAAAAEAP/AP/EABQRAQAAAAAAAAAA"
        + "AAAAAAAAABD/2gAIAQMBAT8QDj//xAAWEQEBAQAAAAAAAAAAAAAAAAAA8PH/2gAIAQIBAT8QDen/xAAUEAEAAAAAAAAAAAAAAAAAAAAw"
        + "/9oACAEBAAE/EA//2Q==";

    private const string GreyJpegText =
        "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAMCAgMCAgMDAwMEAwMEBQgFBQQEBQoHBwYIDAoMDAsKCwsNDhIQDQ4RDgsLEBYQERMUFRUV"
        + "DA8XGBYUGBIUFRT/wAALCAAIABABAREA/8QAHwAAAQUBAQEBAQEAAAAAAAAAAAECAwQFBgcICQoL/8QAtRAAAgEDAwIEAwUFBAQAAAF9"
        + "AQIDAAQRBRIhMUEGE1FhByJxFDKBkaEII0KxwRVS0fAkM2JyggkKFhcYGRolJicoKSo0NTY3ODk6Q0RFRkdISUpTVFVWV1hZWmNkZWZn"
        + "aGlqc3R1dnd4eXqDhIWGh4iJipKTlJWWl5iZmqKjpKWmp6ipqrKztLW2t7i5usLDxMXGx8jJytLT1NXW19jZ2uHi4+Tl5ufo6erx8vP0"
        + "9fb3+Pn6/9oACAEBAAA/APmP/hP/APpw/wDI3/2Nfpp/wxx/1N//AJTP/t1f/9k=";

    private const string CmykJpegText =
        "/9j/7gAOQWRvYmUAZAAAAAAA/9sAQwANCQoLCggNCwoLDg4NDxMgFRMSEhMnHB4XIC4pMTAuKS0sMzpKPjM2RjcsLUBXQUZMTlJTUjI+"
        + "WmFaUGBKUVJP/8AAFAgACAAQBEMRAE0RAFkRAEsRAP/EAB8AAAEFAQEBAQEBAAAAAAAAAAABAgMEBQYHCAkKC//EALUQAAIBAwMCBAMF"
        + "BQQEAAABfQECAwAEEQUSITFBBhNRYQcicRQygZGhCCNCscEVUtHwJDNicoIJChYXGBkaJSYnKCkqNDU2Nzg5OkNERUZHSElKU1RVVldY"
        + "WVpjZGVmZ2hpanN0dXZ3eHl6g4SFhoeIiYqSk5SVlpeYmZqio6Slpqeoqaqys7S1tre4ubrCw8TFxsfIycrS09TV1tfY2drh4uPk5ebn"
        + "6Onq8fLz9PX29/j5+v/aAA4EQwBNAFkASwAAPwBv/Cxf+oT/AOTP/wBjXB03/hXX/UW/8lv/ALKvTqm/4Vn/ANRj/wAlv/s691+wf9Nf"
        + "/Ham/wCFZ/8AUY/8lv8A7Oiv/9k=";

    private const string TurnedJpegText =
        "/9j/4AAQSkZJRgABAQAAAQABAAD/4QAiRXhpZgAATU0AKgAAAAgAAQESAAMAAAABAAYAAAAAAAD/2wBDAAMCAgMCAgMDAwMEAwMEBQgF"
        + "BQQEBQoHBwYIDAoMDAsKCwsNDhIQDQ4RDgsLEBYQERMUFRUVDA8XGBYUGBIUFRT/2wBDAQMEBAUEBQkFBQkUDQsNFBQUFBQUFBQUFBQU"
        + "FBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBT/wAARCAAIABADAREAAhEBAxEB/8QAHwAAAQUBAQEBAQEAAAAAAAAA"
        + "AAECAwQFBgcICQoL/8QAtRAAAgEDAwIEAwUFBAQAAAF9AQIDAAQRBRIhMUEGE1FhByJxFDKBkaEII0KxwRVS0fAkM2JyggkKFhcYGRol"
        + "JicoKSo0NTY3ODk6Q0RFRkdISUpTVFVWV1hZWmNkZWZnaGlqc3R1dnd4eXqDhIWGh4iJipKTlJWWl5iZmqKjpKWmp6ipqrKztLW2t7i5"
        + "usLDxMXGx8jJytLT1NXW19jZ2uHi4+Tl5ufo6erx8vP09fb3+Pn6/8QAHwEAAwEBAQEBAQEBAQAAAAAAAAECAwQFBgcICQoL/8QAtREA"
        + "AgECBAQDBAcFBAQAAQJ3AAECAxEEBSExBhJBUQdhcRMiMoEIFEKRobHBCSMzUvAVYnLRChYkNOEl8RcYGRomJygpKjU2Nzg5OkNERUZH"
        + "SElKU1RVVldYWVpjZGVmZ2hpanN0dXZ3eHl6goOEhYaHiImKkpOUlZaXmJmaoqOkpaanqKmqsrO0tba3uLm6wsPExcbHyMnK0tPU1dbX"
        + "2Nna4uPk5ebn6Onq8vP09fb3+Pn6/9oADAMBAAIRAxEAPwD5j/4T/wD6cP8AyN/9jX6p/wAQM/6mX/lL/wC6n7X/AMRk/wCpf/5V/wDu"
        + "Z+mn/DHH/U3/APlM/wDt1fzB/qZ/1Ef+S/8A2x/Gv/EP/wDqK/8AJP8A7c//2Q==";

    /// <summary>Gets 16 x 8 pixels in four quarters: red, green, blue, white; 4:4:4.</summary>
    internal static byte[] BaselineJpeg => Convert.FromBase64String(BaselineJpegText);

    /// <summary>Gets the same quarters, 32 x 16 pixels, progressive, 4:2:0.</summary>
    internal static byte[] ProgressiveJpeg => Convert.FromBase64String(ProgressiveJpegText);

    /// <summary>Gets 16 x 8 pixels, one component.</summary>
    internal static byte[] GreyJpeg => Convert.FromBase64String(GreyJpegText);

    /// <summary>Gets 16 x 8 pixels, four components.</summary>
    internal static byte[] CmykJpeg => Convert.FromBase64String(CmykJpegText);

    /// <summary>Gets the first one with an EXIF orientation of 6: to be turned right by a quarter.</summary>
    internal static byte[] TurnedJpeg => Convert.FromBase64String(TurnedJpegText);

    /// <summary>A PNG with the given header values and rows, each with its filter byte.</summary>
    internal static byte[] Png(int width, int height, byte colourType, byte[] rows) =>
    [
        .. PngHeader(width, height, colourType),
        .. Chunk("IDAT"u8, Compress(rows)),
        .. Chunk("IEND"u8, []),
    ];

    /// <summary>A PNG that ends after its header chunk; colour type 2 is RGB, 6 RGBA.</summary>
    internal static byte[] PngHeader(int width, int height, byte colourType)
    {
        byte[] header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        header[8] = 8;
        header[9] = colourType;
        return [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, .. Chunk("IHDR"u8, header)];
    }

    /// <summary>A 24-bit bitmap whose channel c of pixel (x, y) is 40 * c + 7 * x + y, in RGB order.</summary>
    internal static byte[] Bmp(int width, int height)
    {
        int stride = ((3 * width) + 3) / 4 * 4;
        byte[] file = new byte[54 + (stride * height)];
        "BM"u8.CopyTo(file);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(2), file.Length);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(10), 54);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(14), 40);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(18), width);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(22), height);
        file[26] = 1;
        file[28] = 24;
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                for (int c = 0; c < 3; c++)
                {
                    // Rows from the bottom, channels from blue.
                    file[54 + ((height - 1 - y) * stride) + (3 * x) + (2 - c)] = (byte)((40 * c) + (7 * x) + y);
                }
            }
        }

        return file;
    }

    private static byte[] Chunk(ReadOnlySpan<byte> type, byte[] content)
    {
        byte[] chunk = new byte[content.Length + 12];
        BinaryPrimitives.WriteInt32BigEndian(chunk, content.Length);
        type.CopyTo(chunk.AsSpan(4));
        content.CopyTo(chunk, 8);
        uint crc = Crc32(chunk.AsSpan(4, content.Length + 4));
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(content.Length + 8), crc);
        return chunk;
    }

    private static byte[] Compress(byte[] content)
    {
        using MemoryStream packed = new();
        using (ZLibStream stream = new(packed, CompressionMode.Compress))
        {
            stream.Write(content);
        }

        return packed.ToArray();
    }

    /// <summary>The checksum of PNG chunks, bit by bit.</summary>
    private static uint Crc32(ReadOnlySpan<byte> bytes)
    {
        uint crc = uint.MaxValue;
        foreach (byte value in bytes)
        {
            crc ^= value;
            for (int bit = 0; bit < 8; bit++)
            {
                crc = (crc >> 1) ^ ((crc & 1) == 0 ? 0 : 0xedb88320);
            }
        }

        return ~crc;
    }
}
