using YolactGpu.Data.Imaging;

namespace YolactGpu.Video;

/// <summary>What was found on one frame of a video.</summary>
/// <param name="Index">The frame's number, from 0.</param>
/// <param name="Time">When it begins.</param>
/// <param name="Picture">The frame.</param>
/// <param name="Found">What was found, with ids where instances are tracked.</param>
/// <param name="Decode">What decoding took.</param>
/// <param name="Latency">From the beginning of decoding to the result, waiting in between included.</param>
public sealed record FrameDetections(
    long Index, TimeSpan Time, RgbImage Picture, Detections Found, TimeSpan Decode, TimeSpan Latency);
