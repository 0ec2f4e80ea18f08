using System.Collections.Immutable;
using System.Runtime.ExceptionServices;
using Microsoft.Extensions.Logging;
using YolactGpu.Data.Coco;
using YolactGpu.Graph.Execution;
using YolactGpu.Kernels.Devices;
using YolactGpu.Model.Configs;
using YolactGpu.Model.Inference;
using YolactGpu.Tiling;

namespace YolactGpu;

/// <summary>
/// Lets runs of a model wait until one of its lanes is free, whichever threads they come from, and turns predictions into results.
/// </summary>
internal sealed partial class ModelQueue : IDisposable
{
    private readonly YolactModel model;
    private readonly PredictionFilter filter;
    private readonly TilingOptions? tiling;
    private readonly int maxBatch;
    private readonly ILogger logger;
    private readonly KeypointSkeleton? skeleton;
    private readonly LaneGate gate;
    private readonly Lock disposal = new();
    private volatile bool isFreed;
    private volatile bool isRefusalReported;

    public ModelQueue(YolactModel model, PredictionFilter filter, TilingOptions? tiling, int maxBatch, ILogger logger)
    {
        this.model = model;
        this.filter = filter;
        this.tiling = tiling;
        this.maxBatch = maxBatch;
        this.logger = logger;
        skeleton = SkeletonOf(model.Config);
        gate = new LaneGate(model.Lanes);
    }

    /// <summary>Gets what the device is called.</summary>
    public string Device => model.DeviceName;

    /// <summary>Gets the configuration.</summary>
    public YolactConfig Config => model.Config;

    /// <summary>Gets how many runs may be under way at a time.</summary>
    public int Lanes => model.Lanes;

    /// <summary>Throws where the model is gone already, or going.</summary>
    public void ThrowIfDisposed() => ObjectDisposedException.ThrowIf(gate.IsClosed, typeof(YolactDetector));

    /// <summary>Runs the network on a batch.</summary>
    /// <param name="images">The batch; all need the same network input.</param>
    /// <param name="decode">What decoding took.</param>
    /// <param name="cancellation">Looked at while waiting, and between layers.</param>
    public ImmutableArray<Detections> Run(ReadOnlySpan<ImagePixels> images, TimeSpan decode, CancellationToken cancellation)
    {
        while (true)
        {
            int lane = gate.Enter(cancellation);
            if (TryRun(lane, images, decode, cancellation, out ImmutableArray<Detections> found))
            {
                return found;
            }
        }
    }

    /// <summary>Runs the network on one image; no thread is held while it waits.</summary>
    public async Task<Detections> RunAsync(ImagePixels image, TimeSpan decode, CancellationToken cancellation)
    {
        while (true)
        {
            int lane = await gate.EnterAsync(cancellation).ConfigureAwait(false);

            // Once it is entered the lane is left by the run alone: not even a cancelled task may be dropped before it.
            Detections? found = await Task.Run(
                () => TryRun(lane, [image], decode, cancellation, out ImmutableArray<Detections> one) ? one[0] : null,
                CancellationToken.None).ConfigureAwait(false);
            if (found is not null)
            {
                return found;
            }
        }
    }

    /// <summary>
    /// Runs the network on all images, in batches of those that need the same input, on as many lanes as there are; results come in the
    /// order of the images.
    /// </summary>
    public ImmutableArray<Detections> RunAll(ImagePixels[] images, CancellationToken cancellation)
    {
        Detections[] found = new Detections[images.Length];
        int[][] batches =
        [
            .. Enumerable.Range(0, images.Length)
                .GroupBy(i => Config.InputSizeFor(images[i].Width, images[i].Height))
                .SelectMany(sameInput => sameInput.Chunk(maxBatch)),
        ];
        if (Lanes == 1 || batches.Length == 1)
        {
            Array.ForEach(batches, RunBatch);
        }
        else
        {
            RunBatches(batches, RunBatch, cancellation);
        }

        return [.. found];

        void RunBatch(int[] batch)
        {
            ImmutableArray<Detections> results = Run([.. batch.Select(i => images[i])], TimeSpan.Zero, cancellation);
            for (int i = 0; i < batch.Length; i++)
            {
                found[batch[i]] = results[i];
            }
        }
    }

    /// <summary>Waits for the runs in progress and frees the model. May be called again.</summary>
    public void Dispose()
    {
        gate.Dispose();
        lock (disposal)
        {
            if (!isFreed)
            {
                gate.WaitForAll();
                model.Dispose();
                isFreed = true;
            }
        }
    }

    private void RunBatches(int[][] batches, Action<int[]> run, CancellationToken cancellation)
    {
        try
        {
            Parallel.ForEach(batches, new ParallelOptions { MaxDegreeOfParallelism = Lanes, CancellationToken = cancellation }, run);
        }
        catch (AggregateException e)
        {
            ExceptionDispatchInfo.Throw(e.InnerExceptions[0]);
        }
    }

    /// <summary>
    /// Runs on a lane and leaves it. False where the device has no memory for a lane besides the first: that one is given up, and the
    /// run has to wait for another.
    /// </summary>
    private bool TryRun(
        int lane, ReadOnlySpan<ImagePixels> images, TimeSpan decode, CancellationToken cancellation, out ImmutableArray<Detections> found)
    {
        bool isGivenUp = false;
        try
        {
            ThrowIfDisposed();
            cancellation.ThrowIfCancellationRequested();
            found = RunAlone(lane, images, decode, cancellation);
            return true;
        }
        catch (DeviceMemoryException e) when (lane > 0)
        {
            Log.LaneGivenUp(logger, e.Message);
            model.Release(lane);
            isGivenUp = true;
            found = default;
            return false;
        }
        finally
        {
            gate.Leave(lane, isGivenUp);
        }
    }

    private ImmutableArray<Detections> RunAlone(
        int lane, ReadOnlySpan<ImagePixels> images, TimeSpan decode, CancellationToken cancellation)
    {
        if (tiling is null || !AnyIsLarge(images, tiling))
        {
            return RunNetwork(lane, images, decode, cancellation);
        }

        ImmutableArray<Detections>.Builder results = ImmutableArray.CreateBuilder<Detections>(images.Length);
        foreach (ImagePixels image in images)
        {
            results.Add(TiledSearch.Run(image, tiling, maxBatch, filter.TopK, tiles => RunNetwork(lane, tiles, decode, cancellation)));
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

    private ImmutableArray<Detections> RunNetwork(
        int lane, ReadOnlySpan<ImagePixels> images, TimeSpan decode, CancellationToken cancellation)
    {
        InputShape input = Config.InputSizeFor(images[0].Width, images[0].Height);
        FoundInstances found = new(Config, images);
        (BatchPrediction prediction, LaunchManner launches) = model.Run(lane, input, images, filter, found, cancellation);
        ReportRefusal(launches);
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
    private void ReportRefusal(LaunchManner launches)
    {
        if (!isRefusalReported && launches.IsRefused)
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

        [LoggerMessage(Level = LogLevel.Warning, Message = "One run less may be under way at a time: {Reason}")]
        public static partial void LaneGivenUp(ILogger logger, string reason);
    }
}
