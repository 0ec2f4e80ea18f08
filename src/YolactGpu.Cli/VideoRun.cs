using YolactGpu.Data;
using YolactGpu.Data.Imaging;
using YolactGpu.Data.Video;
using YolactGpu.Video;

namespace YolactGpu.Cli;

/// <summary>A run over a video: decode, search, draw and encode, each on its own, with few frames in between.</summary>
internal static class VideoRun
{
    /// <summary>Frames that may wait between two stages.</summary>
    internal const int Waiting = 2;

    /// <summary>
    /// The most frames that are in memory at once: in each of the four stages one is at work and one at the door, and two wait between any two.
    /// </summary>
    internal const int MostFrames = (4 * 2) + (3 * Waiting);

    /// <summary>
    /// Runs to the end, an error or an interruption. What went through before is in the files, which are ended in any case.
    /// </summary>
    /// <param name="detector">What searches.</param>
    /// <param name="source">The video.</param>
    /// <param name="files">What is written.</param>
    /// <param name="tracker">How instances are followed; null where they are not.</param>
    /// <param name="done">Told of every frame that is in the files.</param>
    /// <param name="cancellation">Ends the run.</param>
    /// <returns>What went wrong; null where nothing did, or where it was interrupted.</returns>
    internal static async Task<Exception?> Process(
        YolactDetector detector,
        IVideoSource source,
        VideoFiles files,
        TrackerOptions? tracker,
        Action<FrameDetections> done,
        CancellationToken cancellation)
    {
        Exception? failure = null;
        VideoDetectionOptions options = new() { DecodeAhead = Waiting, Tracker = tracker };
        try
        {
            IAsyncEnumerable<(FrameDetections Frame, RgbImage? Drawn)> drawn = detector.DetectVideoAsync(source, options, cancellation)
                .RunAhead(Waiting, CancellationToken.None)
                .Each(frame => (frame, files.Draw(frame)), CancellationToken.None)
                .RunAhead(Waiting, CancellationToken.None);
            await foreach ((FrameDetections frame, RgbImage? picture) in drawn.ConfigureAwait(false))
            {
                files.Write(frame, picture);
                done(frame);
            }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            failure = null;
        }
        catch (Exception e) when (ExitCodes.IsExpected(e))
        {
            failure = e;
        }

        OutputException? atTheEnd = files.Complete();
        return failure ?? atTheEnd;
    }
}
