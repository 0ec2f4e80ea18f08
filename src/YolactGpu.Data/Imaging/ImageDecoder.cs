using System.Globalization;
using System.Runtime.InteropServices;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Formats;
using SixLabors.ImageSharp.Formats.Bmp;
using SixLabors.ImageSharp.Formats.Jpeg;
using SixLabors.ImageSharp.Formats.Png;
using SixLabors.ImageSharp.Memory;
using SixLabors.ImageSharp.PixelFormats;
using SixLabors.ImageSharp.Processing;

namespace YolactGpu.Data.Imaging;

/// <summary>
/// Reads JPEG, PNG and BMP images to RGB: turned as their EXIF orientation says, without transparency (the colour
/// below it is taken as it is), the first frame only. The size in the header is checked before anything is decoded, and
/// a file that is not whole is refused. May be used by several threads at a time.
/// </summary>
public sealed class ImageDecoder
{
    private const double Mega = 1e6;

    private readonly ImageDecoderOptions options;
    private readonly DecoderOptions decoderOptions;

    /// <summary>A decoder with the given or the default limits.</summary>
    public ImageDecoder(ImageDecoderOptions? options = null)
    {
        this.options = options ?? new ImageDecoderOptions();
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(this.options.MaxPixels);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(this.options.MaxBytes);

        // Decoders hold up to 8 bytes per pixel in one piece.
        int allocationLimit = (int)Math.Min(64 + (this.options.MaxPixels * 8 / Mega), int.MaxValue);
        Configuration configuration = new(
            new JpegConfigurationModule(), new PngConfigurationModule(), new BmpConfigurationModule())
        {
            MemoryAllocator = MemoryAllocator.Create(
                new MemoryAllocatorOptions { AllocationLimitMegabytes = allocationLimit }),
        };
        decoderOptions = new DecoderOptions { Configuration = configuration, MaxFrames = 1, SkipMetadata = false };
    }

    /// <summary>The file name endings of the formats that are taken, lower case, each with its dot.</summary>
    public static IReadOnlyList<string> FileExtensions { get; } =
        Array.AsReadOnly([".jpg", ".jpeg", ".jpe", ".jfif", ".png", ".bmp"]);

    /// <summary>Reads an image file.</summary>
    /// <exception cref="ImageException">The file cannot be read, or is no image that is taken.</exception>
    public RgbImage Decode(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (Directory.Exists(path))
        {
            throw new ImageException(path, "is a folder; an image file is needed");
        }

        try
        {
            using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            return Decode(stream, path);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new ImageException(path, "there is no such file", exception);
        }
        catch (UnauthorizedAccessException exception)
        {
            throw new ImageException(path, "no permission to read it", exception);
        }
        catch (IOException exception)
        {
            throw new ImageException(path, $"cannot be read: {exception.Message}", exception);
        }
    }

    /// <summary>Reads an image from a stream's position to its end.</summary>
    /// <param name="stream">The stream; it is left open.</param>
    /// <param name="name">What errors call the image.</param>
    /// <exception cref="ImageException">The stream holds no image that is taken.</exception>
    public RgbImage Decode(Stream stream, string name = "stream")
    {
        ArgumentNullException.ThrowIfNull(stream);
        byte[] start = new byte[EncodedImage.SignatureLength];
        int startLength = stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        CheckSignature(start.AsSpan(0, startLength), name);
        long expected = stream.CanSeek ? stream.Length - stream.Position + startLength : 0;
        using MemoryStream content = new((int)Math.Clamp(expected, 0, options.MaxBytes));
        content.Write(start, 0, startLength);
        byte[] block = new byte[1 << 16];
        for (int read = stream.Read(block); read > 0; read = stream.Read(block))
        {
            if (content.Length + read > options.MaxBytes)
            {
                throw TooManyBytes(name);
            }

            content.Write(block, 0, read);
        }

        return Decode(content.GetBuffer().AsMemory(0, (int)content.Length), name);
    }

    /// <summary>Reads an image from the bytes of its file.</summary>
    /// <param name="encoded">The bytes.</param>
    /// <param name="name">What errors call the image.</param>
    /// <exception cref="ImageException">The bytes are no image that is taken.</exception>
    public RgbImage Decode(ReadOnlyMemory<byte> encoded, string name = "image")
    {
        ArgumentNullException.ThrowIfNull(name);
        ReadOnlySpan<byte> file = encoded.Span;
        CheckSignature(file[..Math.Min(file.Length, EncodedImage.SignatureLength)], name);
        if (file.Length > options.MaxBytes)
        {
            throw TooManyBytes(name);
        }

        Check(EncodedImage.Read(file), name);
        return DecodeChecked(encoded, name);
    }

    private static void CheckSignature(ReadOnlySpan<byte> start, string name)
    {
        if (start.IsEmpty)
        {
            throw new ImageException(name, "is empty; an image is needed");
        }

        if (!EncodedImage.IsTaken(start))
        {
            throw new ImageException(name, $"{EncodedImage.Describe(start)}; {EncodedImage.TakenFormats}");
        }
    }

    private void Check(EncodedImage? found, string name)
    {
        if (found is not EncodedImage image)
        {
            throw new ImageException(name, "truncated or damaged: no whole image header");
        }

        if (image.Refusal is not null)
        {
            throw new ImageException(name, image.Refusal);
        }

        CheckSize(image.Width, image.Height, name);
        if (image.Damage is not null)
        {
            throw new ImageException(name, image.Damage);
        }
    }

    private void CheckSize(int width, int height, string name)
    {
        if (width <= 0 || height <= 0)
        {
            throw new ImageException(name, $"damaged: its header gives a size of {width} x {height} pixels");
        }

        long pixels = (long)width * height;
        if (pixels > options.MaxPixels)
        {
            string found = (pixels / Mega).ToString("0.###", CultureInfo.InvariantCulture);
            string taken = (options.MaxPixels / Mega).ToString("0.###", CultureInfo.InvariantCulture);
            throw new ImageException(
                name, $"too large: {width} x {height} = {found} megapixels; at most {taken} are taken");
        }
    }

    private RgbImage DecodeChecked(ReadOnlyMemory<byte> encoded, string name)
    {
        try
        {
            using MemoryStream stream = Open(encoded);
            ImageInfo info = Image.Identify(decoderOptions, stream);
            CheckSize(info.Width, info.Height, name);
            stream.Position = 0;
            using Image<Rgb24> image = Image.Load<Rgb24>(decoderOptions, stream);
            image.Mutate(context => context.AutoOrient());
            byte[] pixels = new byte[checked(RgbImage.Channels * image.Width * image.Height)];
            image.CopyPixelDataTo(pixels);
            return new RgbImage(image.Width, image.Height, pixels);
        }
        catch (InvalidMemoryOperationException exception)
        {
            throw new ImageException(name, $"too large to decode: {exception.Message}", exception);
        }
        catch (OutOfMemoryException exception)
        {
            throw new ImageException(name, "too large: there is not enough memory to decode it", exception);
        }
        catch (Exception exception) when (exception is not ImageException)
        {
            // A decoder meets damage that no walk through the file's parts can see, in whatever way.
            throw new ImageException(name, $"damaged: {exception.Message}", exception);
        }
    }

    private static MemoryStream Open(ReadOnlyMemory<byte> encoded) =>
        MemoryMarshal.TryGetArray(encoded, out ArraySegment<byte> bytes)
            ? new MemoryStream(bytes.Array!, bytes.Offset, bytes.Count, writable: false)
            : new MemoryStream(encoded.ToArray(), writable: false);

    private ImageException TooManyBytes(string name) => new(name, string.Create(
        CultureInfo.InvariantCulture, $"too large: the file holds more than {options.MaxBytes} bytes"));
}
