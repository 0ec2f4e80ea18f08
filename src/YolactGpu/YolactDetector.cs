using System.Collections.Immutable;
using System.Diagnostics;
using Microsoft.Extensions.Logging;
using YolactGpu.Data.Coco;
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
/// <para>All methods may be called from several threads at once; decoding runs in parallel, runs of the network wait for each
/// other. After <see cref="Dispose"/> every method throws <see cref="ObjectDisposedException"/>.</para>
/// </summary>
public sealed partial class YolactDetector : IDisposable
{
    private readonly YolactModel model;
    private readonly ImageDecoder decoder;
    private readonly PredictionFilter filter;
    private readonly int maxBatch;
    private readonly SemaphoreSlim gate = new(1, 1);
    private bool disposed;

    private YolactDetector(YolactModel model, YolactDetectorOptions options)
    {
        this.model = model;
        decoder = new ImageDecoder(options.ImageDecoder);
        filter = new PredictionFilter(options.ScoreThreshold, options.TopK);
        maxBatch = options.MaxBatch;
    }

    /// <summary>Gets the name of the device that does the work.</summary>
    public string Device => model.DeviceName;

    /// <summary>Gets the configuration.</summary>
    public YolactConfig Config => model.Config;

    /// <summary>Gets the class names by class id.</summary>
    public ImmutableArray<string> ClassNames => model.Config.ClassNames;

    /// <summary>Creates a detector from a weights file: safetensors, or a PyTorch checkpoint (.pth), of which nothing is executed.</summary>
    /// <exception cref="WeightsException">The file is no weights file, is damaged, or does not fit the configuration.</exception>
    /// <exception cref="DeviceNotFoundException">The device is not there.</exception>
    /// <exception cref="ConfigException">The options contradict the network.</exception>
    public static YolactDetector Create(string weightsPath, YolactDetectorOptions? options = null)
    {
        options ??= new YolactDetectorOptions();
        Check(options);
        IWeightFile file = WeightFile.Open(weightsPath);
        try
        {
            return Create(file, options.Config ?? ConfigRecognizer.Recognize(file), options);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Creates a detector whose weights come from a formula: it shows, and measures, the whole path without a checkpoint, but
    /// what it finds means nothing. See <see cref="FormulaWeights"/>.
    /// </summary>
    /// <exception cref="DeviceNotFoundException">The device is not there.</exception>
    public static YolactDetector CreateWithFormulaWeights(YolactDetectorOptions? options = null)
    {
        options ??= new YolactDetectorOptions();
        Check(options);
        return Create(null, options.Config ?? YolactConfigs.ResNet50, options);
    }

    /// <summary>Finds the instances on an image file (JPEG, PNG or BMP).</summary>
    /// <exception cref="ImageException">The file cannot be read as an image.</exception>
    public Detections Detect(string path)
    {
        long start = Stopwatch.GetTimestamp();
        return Detect(decoder.Decode(path), Stopwatch.GetElapsedTime(start));
    }

    /// <summary>Finds the instances on an encoded image in a stream, read from its position on.</summary>
    /// <exception cref="ImageException">The stream cannot be read as an image.</exception>
    public Detections Detect(Stream stream)
    {
        long start = Stopwatch.GetTimestamp();
        return Detect(decoder.Decode(stream), Stopwatch.GetElapsedTime(start));
    }

    /// <summary>Finds the instances on an encoded image in memory.</summary>
    /// <exception cref="ImageException">The bytes cannot be read as an image.</exception>
    public Detections Detect(ReadOnlyMemory<byte> encoded)
    {
        long start = Stopwatch.GetTimestamp();
        return Detect(decoder.Decode(encoded), Stopwatch.GetElapsedTime(start));
    }

    /// <summary>Finds the instances on raw pixels.</summary>
    /// <param name="rgb">Red, green, blue, row by row.</param>
    /// <param name="width">Width in pixels.</param>
    /// <param name="height">Height in pixels.</param>
    /// <param name="stride">Bytes from one row to the next.</param>
    /// <exception cref="ArgumentException">The sizes and the number of bytes do not fit.</exception>
    public Detections Detect(ReadOnlySpan<byte> rgb, int width, int height, int stride) =>
        Detect(RgbImage.FromRgb(rgb, width, height, stride));

    /// <summary>Finds the instances on a decoded image.</summary>
    public Detections Detect(RgbImage image) => Detect(image, TimeSpan.Zero);

    /// <summary>
    /// Finds the instances on many images: the network runs on up to <see cref="YolactDetectorOptions.MaxBatch"/> at once, and
    /// each image gets the result that it would get alone.
    /// </summary>
    /// <param name="images">Images of any sizes.</param>
    /// <param name="cancellation">Checked between the stages of each run.</param>
    public ImmutableArray<Detections> DetectBatch(IReadOnlyList<RgbImage> images, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(images);
        ImmutableArray<Detections>.Builder results = ImmutableArray.CreateBuilder<Detections>(images.Count);
        foreach (RgbImage[] chunk in images.Chunk(maxBatch))
        {
            results.AddRange(Run(chunk, TimeSpan.Zero, cancellation));
        }

        return results.ToImmutable();
    }

    /// <summary>Finds the instances on an image file, away from the calling thread.</summary>
    /// <exception cref="ImageException">The file cannot be read as an image.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled; checked between stages.</exception>
    public Task<Detections> DetectAsync(string path, CancellationToken cancellation = default) => Task.Run(
        () =>
        {
            long start = Stopwatch.GetTimestamp();
            RgbImage image = decoder.Decode(path);
            return Run([image], Stopwatch.GetElapsedTime(start), cancellation)[0];
        },
        cancellation);

    /// <summary>Finds the instances on a decoded image, away from the calling thread.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled; checked between stages.</exception>
    public Task<Detections> DetectAsync(RgbImage image, CancellationToken cancellation = default) =>
        Task.Run(() => Run([image], TimeSpan.Zero, cancellation)[0], cancellation);

    /// <inheritdoc/>
    public void Dispose()
    {
        gate.Wait();
        try
        {
            if (!disposed)
            {
                disposed = true;
                model.Dispose();
            }
        }
        finally
        {
            gate.Release();
        }
    }

    private static void Check(YolactDetectorOptions options)
    {
        if (!(options.ScoreThreshold is >= 0 and <= 1))
        {
            throw new ConfigException($"ScoreThreshold is {options.ScoreThreshold}; it must be 0 to 1.");
        }

        if (options.TopK < 1)
        {
            throw new ConfigException($"TopK is {options.TopK}; it must be 1 or more.");
        }

        if (options.MaxBatch is < 1 or > 256)
        {
            throw new ConfigException($"MaxBatch is {options.MaxBatch}; it must be 1 to 256.");
        }
    }

    private static YolactDetector Create(IWeightFile? file, YolactConfig config, YolactDetectorOptions options)
    {
        if (options.ClassNames is { } names)
        {
            config = names.Length == config.ClassNames.Length
                ? config with { ClassNames = names }
                : throw new ConfigException($"ClassNames holds {names.Length} names; config {config.Name} has {config.ClassNames.Length} classes.");
        }

        config = config with { InputSize = options.InputSize ?? config.InputSize };
        long start = Stopwatch.GetTimestamp();
        YolactModel model = new(file, config, DeviceRequest.Parse(options.Device), options.CpuWorkers);
        try
        {
            model.Plan(batch: 1);
        }
        catch
        {
            model.Dispose();
            throw;
        }

        ILogger logger = options.LoggerFactory.CreateLogger<YolactDetector>();
        TimeSpan elapsed = Stopwatch.GetElapsedTime(start);
        Log.Created(logger, config.Name, model.DeviceName, elapsed);
        return new YolactDetector(model, options);
    }

    private Detections Detect(RgbImage image, TimeSpan decode)
    {
        ArgumentNullException.ThrowIfNull(image);
        return Run([image], decode, CancellationToken.None)[0];
    }

    private ImmutableArray<Detections> Run(RgbImage[] images, TimeSpan decode, CancellationToken cancellation)
    {
        ImagePixels[] pixels = [.. images.Select(image => new ImagePixels(image.Pixels, image.Width, image.Height))];
        BatchPrediction prediction;
        gate.Wait(cancellation);
        try
        {
            ObjectDisposedException.ThrowIf(disposed, this);
            prediction = model.Plan(images.Length).Run(pixels, filter, cancellation);
        }
        finally
        {
            gate.Release();
        }

        StageTimes times = prediction.Times;
        DetectionTimings timings = new(decode, times.Preprocess, times.Network, times.Detect, times.Masks);
        return [.. images.Select((image, i) => new Detections(
            image.Width, image.Height, [.. prediction.Images[i].Select(found => ToDetection(found, image))], timings, Device, Config.Name))];
    }

    private Detection ToDetection(InstancePrediction found, RgbImage image) => new(
        found.ClassId,
        ClassNames[found.ClassId],
        found.Score,
        new PixelBox(found.Box.X1, found.Box.Y1, found.Box.X2, found.Box.Y2),
        new MaskBits(image.Width, image.Height, found.MaskWords));

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Information, Message = "{Config} is ready on {Device} after {Elapsed}")]
        public static partial void Created(ILogger logger, string config, string device, TimeSpan elapsed);
    }
}
