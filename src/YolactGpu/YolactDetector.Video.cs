using System.Diagnostics;
using System.Runtime.CompilerServices;
using YolactGpu.Data.Imaging;
using YolactGpu.Data.Video;
using YolactGpu.Model.Configs;
using YolactGpu.Video;

namespace YolactGpu;

/// <content>Videos, frame by frame.</content>
public sealed partial class YolactDetector
{
    /// <summary>
    /// Finds the instances on all frames of a video, in order. Frames are decoded ahead while the network runs, and searched ahead where
    /// there is more than one of <see cref="YolactDetectorOptions.Streams"/>; beyond that, what is not read of the results is not computed.
    /// </summary>
    /// <param name="source">The video, read from where it is to its end and left open.</param>
    /// <param name="options">Choices; the defaults where null.</param>
    /// <param name="cancellation">Looked at between frames, and between the layers of the network.</param>
    /// <exception cref="VideoException">The video cannot be read on; the frames before have been given.</exception>
    /// <exception cref="ConfigException">An option is not in order.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public IAsyncEnumerable<FrameDetections> DetectVideoAsync(
        IVideoSource source, VideoDetectionOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        queue.ThrowIfDisposed();
        VideoDetectionOptions chosen = options ?? new VideoDetectionOptions();
        chosen.Check();
        return Run(source, chosen, cancellation);
    }

    private async IAsyncEnumerable<FrameDetections> Run(
        IVideoSource source, VideoDetectionOptions options, [EnumeratorCancellation] CancellationToken cancellation)
    {
        IoUTracker? tracker = options.Tracker is { } tracking ? new IoUTracker(tracking) : null;
        long index = 0;
        await foreach ((RgbImage picture, long start, TimeSpan decode, Detections found) in
            Decode(source, CancellationToken.None).RunAhead(options.DecodeAhead, cancellation)
                .InFlight(queue.Lanes, Search, cancellation).ConfigureAwait(false))
        {
            yield return new FrameDetections(
                index,
                source.Info.Rate.TimeOf(index),
                picture,
                tracker?.Update(found) ?? found,
                decode,
                Stopwatch.GetElapsedTime(start));
            index++;
        }
    }

    private async Task<(RgbImage Picture, long Start, TimeSpan Decode, Detections Found)> Search(
        (RgbImage Picture, long Start, TimeSpan Decode) frame, CancellationToken cancellation) =>
        (frame.Picture, frame.Start, frame.Decode, await DetectAsync(frame.Picture, cancellation).ConfigureAwait(false));

    private static async IAsyncEnumerable<(RgbImage Picture, long Start, TimeSpan Decode)> Decode(
        IVideoSource source, [EnumeratorCancellation] CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested)
        {
            long start = Stopwatch.GetTimestamp();
            if (source.Read() is not { } picture)
            {
                yield break;
            }

            yield return (picture, start, Stopwatch.GetElapsedTime(start));
        }

        await Task.CompletedTask.ConfigureAwait(false);
    }
}
