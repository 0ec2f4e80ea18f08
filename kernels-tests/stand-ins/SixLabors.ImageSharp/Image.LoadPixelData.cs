using System.Runtime.InteropServices;
using SixLabors.ImageSharp.Memory;
using SixLabors.ImageSharp.Metadata;
using SixLabors.ImageSharp.PixelFormats;

namespace SixLabors.ImageSharp;

public abstract partial class Image
{
    public static Image<TPixel> LoadPixelData<TPixel>(ReadOnlySpan<TPixel> data, int width, int height)
        where TPixel : unmanaged, IPixel<TPixel>
    {
        return LoadPixelData(Configuration.Default, data, width, height);
    }

    public static Image<TPixel> LoadPixelData<TPixel>(ReadOnlySpan<byte> data, int width, int height)
        where TPixel : unmanaged, IPixel<TPixel>
    {
        return LoadPixelData<TPixel>(Configuration.Default, data, width, height);
    }

    public static Image<TPixel> LoadPixelData<TPixel>(
        Configuration configuration, ReadOnlySpan<byte> data, int width, int height)
        where TPixel : unmanaged, IPixel<TPixel>
    {
        return LoadPixelData(configuration, MemoryMarshal.Cast<byte, TPixel>(data), width, height);
    }

    public static Image<TPixel> LoadPixelData<TPixel>(
        Configuration configuration, ReadOnlySpan<TPixel> data, int width, int height)
        where TPixel : unmanaged, IPixel<TPixel>
    {
        ArgumentNullException.ThrowIfNull(configuration);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        if (data.Length < ((long)width * height))
        {
            throw new ArgumentOutOfRangeException(
                nameof(data),
                $"It holds {data.Length} pixels; {width}x{height} need {(long)width * height}.");
        }

        PixelBuffer<TPixel> buffer = PixelBuffer<TPixel>.Uninitialized(configuration, width, height);
        data[..buffer.Pixels.Length].CopyTo(buffer.Pixels);
        return new Image<TPixel>(configuration, buffer, new ImageMetadata());
    }
}
