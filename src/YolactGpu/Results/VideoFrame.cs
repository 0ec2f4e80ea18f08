namespace YolactGpu.Results;

/// <summary>Where in a video a frame stands.</summary>
/// <param name="Video">The video's name inside of documents.</param>
/// <param name="Index">The frame's number, from 0.</param>
/// <param name="Time">When it begins.</param>
public sealed record VideoFrame(string Video, long Index, TimeSpan Time);
