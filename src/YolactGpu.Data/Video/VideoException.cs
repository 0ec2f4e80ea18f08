namespace YolactGpu.Data.Video;

/// <summary>A video that could not be read. The message is one line: the video's name and the reason.</summary>
public sealed class VideoException : Exception
{
    /// <summary>Names the video, by its path where it has one, and says why it could not be read.</summary>
    public VideoException(string name, string reason, Exception? innerException = null)
        : base(OneLine.Of($"{name}: {reason}"), innerException)
    {
        Name = name;
        Reason = OneLine.Of(reason);
    }

    /// <summary>The path or the name of the video.</summary>
    public string Name { get; }

    /// <summary>Why it could not be read, without the name.</summary>
    public string Reason { get; }
}
