namespace YolactGpu.Data.Video;

/// <summary>Cuts a stream of JPEG files that lie end to end. A file's segments are walked, as a thumbnail in one is a JPEG too.</summary>
internal sealed class JpegSplitter(Stream stream, string name, int mostBytes)
{
    private const int Prefix = 0xff;
    private const int StartOfImage = 0xd8;
    private const int EndOfImage = 0xd9;
    private const int StartOfScan = 0xda;

    private long files;

    /// <summary>The next file; null at the stream's end. What lies between two files is passed over.</summary>
    /// <exception cref="VideoException">The file is cut off or damaged.</exception>
    internal byte[]? Next()
    {
        if (!FindStart())
        {
            return null;
        }

        using MemoryStream file = new();
        file.Write([Prefix, StartOfImage]);
        int marker = Marker(file);
        while (marker != EndOfImage)
        {
            Segment(file);
            marker = marker == StartOfScan ? EndOfScan(file) : Marker(file);
        }

        files++;
        return file.ToArray();
    }

    private bool FindStart()
    {
        int previous = 0;
        for (int next = stream.ReadByte(); next >= 0; next = stream.ReadByte())
        {
            if (previous == Prefix && next == StartOfImage)
            {
                return true;
            }

            previous = next;
        }

        return false;
    }

    private int Marker(MemoryStream file)
    {
        if (Byte(file) != Prefix)
        {
            throw new VideoException(name, $"damaged: frame {files} has something else where a JPEG segment must begin");
        }

        int marker = Byte(file);
        while (marker == Prefix)
        {
            marker = Byte(file);
        }

        return marker;
    }

    private void Segment(MemoryStream file)
    {
        int length = (Byte(file) << 8) | Byte(file);
        if (length < 2)
        {
            throw new VideoException(name, $"damaged: a segment of frame {files} has no length");
        }

        for (int i = 2; i < length; i++)
        {
            Byte(file);
        }
    }

    /// <summary>Goes to the marker that ends entropy-coded data: none of a stuffed zero and of the restart markers.</summary>
    private int EndOfScan(MemoryStream file)
    {
        while (true)
        {
            int next = Byte(file);
            while (next == Prefix)
            {
                next = Byte(file);
                if (next is not (0 or Prefix or (>= 0xd0 and <= 0xd7)))
                {
                    return next;
                }
            }
        }
    }

    private int Byte(MemoryStream file)
    {
        int next = stream.ReadByte();
        if (next < 0)
        {
            throw new VideoException(name, $"truncated: frame {files} ends after {file.Length} bytes");
        }

        if (file.Length == mostBytes)
        {
            throw new VideoException(name, $"damaged: frame {files} is larger than {mostBytes} bytes");
        }

        file.WriteByte((byte)next);
        return next;
    }
}
