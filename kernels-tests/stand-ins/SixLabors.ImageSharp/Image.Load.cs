using SixLabors.ImageSharp.Formats;
using SixLabors.ImageSharp.PixelFormats;

namespace SixLabors.ImageSharp;

public abstract partial class Image
{
    public static Image Load(string path) => Load(DecoderOptions.Default, path);

    public static Image Load(DecoderOptions options, string path)
    {
        ArgumentNullException.ThrowIfNull(options);
        using FileStream file = File.OpenRead(path);
        return Load(options, file);
    }

    public static Image Load(Stream stream) => Load(DecoderOptions.Default, stream);

    public static Image Load(DecoderOptions options, Stream stream)
    {
        return Decoder(options, ref stream).Decode(options, stream);
    }

    public static Image Load(ReadOnlySpan<byte> buffer) => Load(DecoderOptions.Default, buffer);

    public static Image Load(DecoderOptions options, ReadOnlySpan<byte> buffer)
    {
        using MemoryStream stream = SeekableStream.Over(buffer, nameof(buffer));
        return Load(options, stream);
    }

    public static Image<TPixel> Load<TPixel>(string path)
        where TPixel : unmanaged, IPixel<TPixel>
    {
        return Load<TPixel>(DecoderOptions.Default, path);
    }

    public static Image<TPixel> Load<TPixel>(DecoderOptions options, string path)
        where TPixel : unmanaged, IPixel<TPixel>
    {
        ArgumentNullException.ThrowIfNull(options);
        using FileStream file = File.OpenRead(path);
        return Load<TPixel>(options, file);
    }

    public static Image<TPixel> Load<TPixel>(Stream stream)
        where TPixel : unmanaged, IPixel<TPixel>
    {
        return Load<TPixel>(DecoderOptions.Default, stream);
    }

    public static Image<TPixel> Load<TPixel>(DecoderOptions options, Stream stream)
        where TPixel : unmanaged, IPixel<TPixel>
    {
        return Decoder(options, ref stream).Decode<TPixel>(options, stream);
    }

    public static Image<TPixel> Load<TPixel>(ReadOnlySpan<byte> data)
        where TPixel : unmanaged, IPixel<TPixel>
    {
        return Load<TPixel>(DecoderOptions.Default, data);
    }

    public static Image<TPixel> Load<TPixel>(DecoderOptions options, ReadOnlySpan<byte> data)
        where TPixel : unmanaged, IPixel<TPixel>
    {
        using MemoryStream stream = SeekableStream.Over(data, nameof(data));
        return Load<TPixel>(options, stream);
    }

    private static IImageDecoder Decoder(DecoderOptions options, ref Stream stream)
    {
        ArgumentNullException.ThrowIfNull(options);
        stream = SeekableStream.From(stream);
        ImageFormatManager manager = options.Configuration.ImageFormatsManager;
        return manager.GetDecoder(manager.Detect(stream));
    }
}
