using YolactGpu.Data;
using YolactGpu.Data.Imaging;
using YolactGpu.Data.Video;
using YolactGpu.Results;
using YolactGpu.Video;

namespace YolactGpu.Cli;

/// <summary>What a run over a video writes: the video with what was found drawn on it, results, or both.</summary>
/// <param name="name">The video's name inside of documents.</param>
/// <param name="video">What writes the video; null where none is wanted.</param>
/// <param name="results">What writes results; null where none are wanted.</param>
/// <param name="overlay">What the video shows.</param>
internal sealed class VideoFiles(string name, IVideoWriter? video, ResultWriters? results, OverlayOptions overlay) : IDisposable
{
    /// <summary>Draws what was found, where a video is wanted.</summary>
    public RgbImage? Draw(FrameDetections frame) => video is null ? null : frame.Found.Draw(frame.Picture, overlay);

    /// <summary>Writes a frame.</summary>
    /// <param name="frame">What was found.</param>
    /// <param name="drawn">What <see cref="Draw"/> gave.</param>
    /// <exception cref="OutputException">It cannot be written.</exception>
    public void Write(FrameDetections frame, RgbImage? drawn)
    {
        if (drawn is not null)
        {
            video?.Write(drawn);
        }

        results?.Write(ResultItem.OfFrame(name, frame));
    }

    /// <summary>Ends all files; each one even where another cannot be ended.</summary>
    /// <returns>Why one could not be ended, the first of them; null where all were.</returns>
    public OutputException? Complete()
    {
        OutputException? failure = null;
        foreach (Action? end in new Action?[] { video is null ? null : video.Complete, results is null ? null : results.Complete })
        {
            try
            {
                end?.Invoke();
            }
            catch (OutputException e)
            {
                failure ??= e;
            }
        }

        return failure;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        video?.Dispose();
        results?.Dispose();
    }
}
