namespace YolactGpu.Data.Imaging;

/// <summary>
/// A picture of 8 bits per channel: height x width x 3 in row-major order, red, green, blue, without padding, so that
/// channel c of pixel (x, y) is byte (((y * Width) + x) * 3) + c.
/// </summary>
public sealed class RgbImage
{
    /// <summary>Channels, and bytes, per pixel.</summary>
    public const int Channels = 3;

    private readonly byte[] pixels;

    /// <summary>A black picture.</summary>
    public RgbImage(int width, int height)
        : this(width, height, new byte[SizeInBytes(width, height)])
    {
    }

    /// <summary>A picture over bytes in the layout above; the array becomes its own, without a copy.</summary>
    public RgbImage(int width, int height, byte[] pixels)
    {
        ArgumentNullException.ThrowIfNull(pixels);
        int size = SizeInBytes(width, height);
        if (pixels.Length != size)
        {
            throw new ArgumentException(
                $"pixels holds {pixels.Length} bytes; a {width} x {height} picture needs {size}.", nameof(pixels));
        }

        Width = width;
        Height = height;
        this.pixels = pixels;
    }

    /// <summary>Columns.</summary>
    public int Width { get; }

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>Bytes from one row to the next: 3 * Width.</summary>
    public int Stride => Channels * Width;

    /// <summary>All bytes.</summary>
    public Memory<byte> Pixels => pixels;

    /// <summary>
    /// Copies rows of RGB bytes that lie stride bytes apart, as other libraries hold them. The bytes after the last
    /// row's last pixel may be missing.
    /// </summary>
    public static RgbImage FromRgb(ReadOnlySpan<byte> rows, int width, int height, int stride)
    {
        RgbImage image = new(width, height);
        CopyRows(rows, width, height, stride, image.pixels);
        return image;
    }

    /// <summary>Copies rows of RGB bytes that lie stride bytes apart to where they lie without padding.</summary>
    /// <param name="rows">The rows; the bytes after the last row's last pixel may be missing.</param>
    /// <param name="width">Columns.</param>
    /// <param name="height">Rows.</param>
    /// <param name="stride">Bytes from one row to the next.</param>
    /// <param name="pixels">Where they are copied to, <see cref="SizeInBytes"/> bytes.</param>
    public static void CopyRows(ReadOnlySpan<byte> rows, int width, int height, int stride, Span<byte> pixels)
    {
        int size = SizeInBytes(width, height);
        int rowLength = Channels * width;
        if (pixels.Length != size)
        {
            throw new ArgumentException(
                $"pixels holds {pixels.Length} bytes; a {width} x {height} picture needs {size}.", nameof(pixels));
        }

        if (stride < rowLength)
        {
            throw new ArgumentException(
                $"stride is {stride} bytes; a row of {width} pixels needs at least {rowLength}.", nameof(stride));
        }

        long needed = ((long)stride * (height - 1)) + rowLength;
        if (rows.Length < needed)
        {
            throw new ArgumentException(
                $"rows holds {rows.Length} bytes; {height} rows of stride {stride} need {needed}.", nameof(rows));
        }

        for (int y = 0; y < height; y++)
        {
            rows.Slice(y * stride, rowLength).CopyTo(pixels[(y * rowLength)..]);
        }
    }

    /// <summary>The bytes of a picture of that size: 3 * width * height.</summary>
    public static int SizeInBytes(int width, int height)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        long size = (long)width * height;
        int largest = Array.MaxLength / Channels;
        return size <= largest
            ? (int)size * Channels
            : throw new ArgumentException(
                $"A picture of {width} x {height} pixels is too large; at most {largest} pixels are taken.");
    }

    /// <summary>The bytes of row y.</summary>
    public Span<byte> Row(int y)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(y);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(y, Height);
        return pixels.AsSpan(y * Stride, Stride);
    }

    /// <summary>A picture of its own with the same pixels.</summary>
    public RgbImage Clone() => new(Width, Height, pixels.AsSpan().ToArray());
}
