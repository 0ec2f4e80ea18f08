namespace YolactGpu.Data;

/// <summary>A file that could not be written. The message is one line: the path and the reason.</summary>
public sealed class OutputException : IOException
{
    /// <summary>Names the file and says why it could not be written.</summary>
    public OutputException(string path, string reason, Exception? innerException = null)
        : base(OneLine.Of($"{path}: {reason}"), innerException)
    {
        Path = path;
        Reason = OneLine.Of(reason);
    }

    /// <summary>The file that was to be written.</summary>
    public string Path { get; }

    /// <summary>Why it could not be written, without the path.</summary>
    public string Reason { get; }
}
