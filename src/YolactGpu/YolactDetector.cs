using System.Buffers;
using System.Collections.Immutable;
using System.Diagnostics;
using Microsoft.Extensions.Logging;
using YolactGpu.Data.Imaging;
using YolactGpu.Kernels.Devices;
using YolactGpu.Model.Configs;
using YolactGpu.Model.Inference;
using YolactGpu.Model.Weights;
using YolactGpu.Weights;

namespace YolactGpu;

/// <summary>
/// Finds instances on images: their classes, scores, boxes and masks. Create one and keep it: weights and compiled kernels
/// stay on the device.
/// <para>All methods may be called from several threads at once: images are decoded in parallel, runs of the network wait for
/// each other, but for <see cref="YolactDetectorOptions.Streams"/> of them. <see cref="Dispose"/> waits for those in progress; from then on every method that searches throws
/// <see cref="ObjectDisposedException"/>.</para>
/// <para>On one device an image gives the same result, to the last bit, whenever and in whatever batch it is searched.</para>
/// </summary>
public sealed partial class YolactDetector : IDisposable
{
    private readonly ModelQueue queue;
    private readonly ImageDecoder decoder;

    private YolactDetector(ModelQueue queue, ImageDecoder decoder)
    {
        this.queue = queue;
        this.decoder = decoder;
    }

    /// <summary>Gets the name of the device that does the work.</summary>
    public string Device => queue.Device;

    /// <summary>Gets the configuration.</summary>
    public YolactConfig Config => queue.Config;

    /// <summary>Gets the class names by class id.</summary>
    public ImmutableArray<string> ClassNames => Config.ClassNames;

    /// <summary>Creates a detector from a weights file: safetensors, or a PyTorch checkpoint (.pth), of which nothing is executed.</summary>
    /// <param name="weightsPath">The file. It stays open as long as the detector lives.</param>
    /// <param name="options">Choices; the defaults where null.</param>
    /// <exception cref="WeightsException">The file is no weights file, is damaged, or does not fit the configuration.</exception>
    /// <exception cref="DeviceNotFoundException">The device is not there.</exception>
    /// <exception cref="DeviceMemoryException">The device has not enough memory.</exception>
    /// <exception cref="ConfigException">The options contradict each other or the network.</exception>
    public static YolactDetector Create(string weightsPath, YolactDetectorOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(weightsPath);
        return Open(weightsPath, options ?? new YolactDetectorOptions());
    }

    /// <summary>
    /// Creates a detector whose weights come from a formula: it shows, and measures, the whole path without a checkpoint, but
    /// what it finds means nothing. See <see cref="FormulaWeights"/>.
    /// </summary>
    /// <param name="options">Choices; the defaults where null. The configuration is yolact_resnet50 unless named.</param>
    /// <exception cref="DeviceNotFoundException">The device is not there.</exception>
    /// <exception cref="DeviceMemoryException">The device has not enough memory.</exception>
    /// <exception cref="ConfigException">The options contradict each other.</exception>
    public static YolactDetector CreateWithFormulaWeights(YolactDetectorOptions? options = null) =>
        Open(null, options ?? new YolactDetectorOptions());

    /// <summary>Finds the instances on an image file (JPEG, PNG or BMP).</summary>
    /// <exception cref="ImageException">The file cannot be read as an image.</exception>
    public Detections Detect(string path) => DecodeAndRun(() => decoder.Decode(path));

    /// <summary>Finds the instances on an encoded image in a stream, read from its position to its end and left open.</summary>
    /// <exception cref="ImageException">The stream cannot be read as an image.</exception>
    public Detections Detect(Stream stream) => DecodeAndRun(() => decoder.Decode(stream));

    /// <summary>Finds the instances on an encoded image in memory.</summary>
    /// <exception cref="ImageException">The bytes cannot be read as an image.</exception>
    public Detections Detect(ReadOnlyMemory<byte> encoded) => DecodeAndRun(() => decoder.Decode(encoded));

    /// <summary>Finds the instances on a decoded image.</summary>
    /// <param name="image">The image.</param>
    /// <param name="cancellation">Looked at between the layers of the network.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public Detections Detect(RgbImage image, CancellationToken cancellation = default)
    {
        queue.ThrowIfDisposed();
        return queue.Run([PixelsOf(image)], TimeSpan.Zero, cancellation)[0];
    }

    /// <summary>Finds the instances on raw pixels.</summary>
    /// <param name="rgb">Red, green, blue, row by row.</param>
    /// <param name="width">Width in pixels.</param>
    /// <param name="height">Height in pixels.</param>
    /// <param name="stride">Bytes from one row to the next.</param>
    /// <exception cref="ArgumentException">The sizes and the number of bytes do not fit.</exception>
    public Detections Detect(ReadOnlySpan<byte> rgb, int width, int height, int stride)
    {
        queue.ThrowIfDisposed();
        int size = RgbImage.SizeInBytes(width, height);
        byte[] pixels = ArrayPool<byte>.Shared.Rent(size);
        try
        {
            RgbImage.CopyRows(rgb, width, height, stride, pixels.AsSpan(0, size));
            return queue.Run([new ImagePixels(pixels.AsMemory(0, size), width, height)], TimeSpan.Zero, CancellationToken.None)[0];
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(pixels);
        }
    }

    /// <summary>
    /// Finds the instances on many images: the network runs on up to <see cref="YolactDetectorOptions.MaxBatch"/> at once (of those that
    /// need the same input, where images keep their aspect ratio), and each image gets the result that it would get alone. Where there are
    /// more, <see cref="YolactDetectorOptions.Streams"/> such batches are under way at a time.
    /// </summary>
    /// <param name="images">Images of any sizes.</param>
    /// <param name="cancellation">Looked at between the layers of the network.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    /// <exception cref="DeviceMemoryException">The device has not enough memory for so many at once.</exception>
    public ImmutableArray<Detections> DetectBatch(IReadOnlyList<RgbImage> images, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(images);
        queue.ThrowIfDisposed();
        return queue.RunAll([.. images.Select(PixelsOf)], cancellation);
    }

    /// <summary>Waits for the runs in progress and frees the device. May be called again.</summary>
    public void Dispose() => queue.Dispose();

    private static YolactDetector Open(string? weightsPath, YolactDetectorOptions options)
    {
        long start = Stopwatch.GetTimestamp();
        ModelSettings settings = options.ToSettings(weightsPath);
        ImageDecoder decoder = new(options.ImageDecoder);
        ILogger logger = options.LoggerFactory.CreateLogger<YolactDetector>();
        YolactModel model = YolactModel.Open(settings);
        try
        {
            // Where the input takes each image's shape, the shape that most cameras give.
            model.Plan(batch: 1, model.Config.InputSizeFor(4, 3));
        }
        catch
        {
            model.Dispose();
            throw;
        }

        TimeSpan elapsed = Stopwatch.GetElapsedTime(start);
        Log.Opened(logger, model.Config.Name, model.DeviceName, elapsed);
        PredictionFilter filter = new(options.ScoreThreshold, options.TopK);
        return new YolactDetector(new ModelQueue(model, filter, options.Tiling, options.MaxBatch, logger), decoder);
    }

    private static ImagePixels PixelsOf(RgbImage image)
    {
        ArgumentNullException.ThrowIfNull(image);
        return new ImagePixels(image.Pixels, image.Width, image.Height);
    }

    private Detections DecodeAndRun(Func<RgbImage> decode)
    {
        queue.ThrowIfDisposed();
        long start = Stopwatch.GetTimestamp();
        RgbImage image = decode();
        return queue.Run([PixelsOf(image)], Stopwatch.GetElapsedTime(start), CancellationToken.None)[0];
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Information, Message = "{Config} is ready on {Device} after {Elapsed}")]
        public static partial void Opened(ILogger logger, string config, string device, TimeSpan elapsed);
    }
}
