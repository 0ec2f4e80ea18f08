using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using YolactGpu.Data.Coco;
using YolactGpu.Model.Configs;
using YolactGpu.Model.Inference;
using YolactGpu.Tiling;

namespace YolactGpu;

/// <summary>Lets one run of a model wait for the other, whichever threads they come from, and turns predictions into results.</summary>
internal sealed partial class ModelQueue(
    YolactModel model, PredictionFilter filter, TilingOptions? tiling, int maxBatch, ILogger logger) : IDisposable
{
    // Never disposed: without its wait handle it holds nothing, and threads may still be waiting in it.
    private readonly SemaphoreSlim gate = new(1, 1);
    private readonly KeypointSkeleton? skeleton = SkeletonOf(model.Config);
    private volatile bool isDisposed;
    private volatile bool isRefusalReported;

    /// <summary>Gets what the device is called.</summary>
    public string Device => model.DeviceName;

    /// <summary>Gets the configuration.</summary>
    public YolactConfig Config => model.Config;

    /// <summary>Throws where the model is gone already.</summary>
    public void ThrowIfDisposed() => ObjectDisposedException.ThrowIf(isDisposed, typeof(YolactDetector));

    /// <summary>Runs the network on a batch.</summary>
    /// <param name="images">The batch; all need the same network input.</param>
    /// <param name="decode">What decoding took.</param>
    /// <param name="cancellation">Looked at while waiting, and between layers.</param>
    public ImmutableArray<Detections> Run(ReadOnlySpan<ImagePixels> images, TimeSpan decode, CancellationToken cancellation)
    {
        gate.Wait(cancellation);
        try
        {
            return RunAlone(images, decode, cancellation);
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>Runs the network on one image; no thread is held while it waits.</summary>
    public async Task<Detections> RunAsync(ImagePixels image, TimeSpan decode, CancellationToken cancellation)
    {
        await gate.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            return await Task.Run(() => RunAlone([image], decode, cancellation)[0], cancellation).ConfigureAwait(false);
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>Waits for the run in progress and frees the model. May be called again.</summary>
    public void Dispose()
    {
        gate.Wait();
        try
        {
            if (!isDisposed)
            {
                isDisposed = true;
                model.Dispose();
            }
        }
        finally
        {
            gate.Release();
        }
    }

    private ImmutableArray<Detections> RunAlone(ReadOnlySpan<ImagePixels> images, TimeSpan decode, CancellationToken cancellation)
    {
        ThrowIfDisposed();
        if (tiling is null || !AnyIsLarge(images, tiling))
        {
            return RunNetwork(images, decode, cancellation);
        }

        ImmutableArray<Detections>.Builder results = ImmutableArray.CreateBuilder<Detections>(images.Length);
        foreach (ImagePixels image in images)
        {
            results.Add(TiledSearch.Run(image, tiling, maxBatch, filter.TopK, tiles => RunNetwork(tiles, decode, cancellation)));
        }

        return results.MoveToImmutable();
    }

    private static bool AnyIsLarge(ReadOnlySpan<ImagePixels> images, TilingOptions tiling)
    {
        foreach (ImagePixels image in images)
        {
            if (TileGrid.IsNeeded(image.Width, image.Height, tiling))
            {
                return true;
            }
        }

        return false;
    }

    private ImmutableArray<Detections> RunNetwork(ReadOnlySpan<ImagePixels> images, TimeSpan decode, CancellationToken cancellation)
    {
        InputShape input = Config.InputSizeFor(images[0].Width, images[0].Height);
        FoundInstances found = new(Config, images);
        YolactInference inference = model.Plan(images.Length, input, cancellation);
        BatchPrediction prediction = inference.Run(images, filter, found, cancellation);
        ReportRefusal(inference);
        StageTimes times = prediction.Times;
        DetectionTimings timings = new(decode, times.Preprocess, times.Network, times.Detect, times.Masks);
        Log.Ran(logger, images.Length, times.Total);
        ImmutableArray<Detections>.Builder results = ImmutableArray.CreateBuilder<Detections>(images.Length);
        for (int i = 0; i < images.Length; i++)
        {
            results.Add(new Detections(images[i].Width, images[i].Height, found.Of(i), timings, Device, Config.Name)
            {
                Skeleton = skeleton,
                ClassExistence = prediction.ClassExistence[i],
            });
        }

        return results.MoveToImmutable();
    }

    /// <summary>Once: what keeps one plan from being captured keeps the others.</summary>
    private void ReportRefusal(YolactInference inference)
    {
        if (!isRefusalReported && inference.Launches is { IsRefused: true } launches)
        {
            isRefusalReported = true;
            Log.NotReplayed(logger, launches.Reason);
        }
    }

    private static KeypointSkeleton? SkeletonOf(YolactConfig config) => config.Head.Keypoints is { } keypoints
        ? new KeypointSkeleton(keypoints.Names, [.. keypoints.Skeleton.Select(edge => (edge.From, edge.To))])
        : null;

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Debug, Message = "{Images} images took {Elapsed}")]
        public static partial void Ran(ILogger logger, int images, TimeSpan elapsed);

        [LoggerMessage(Level = LogLevel.Warning, Message = "The network is launched kernel by kernel, not as a CUDA graph: {Reason}")]
        public static partial void NotReplayed(ILogger logger, string reason);
    }
}
