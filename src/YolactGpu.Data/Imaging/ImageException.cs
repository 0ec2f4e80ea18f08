namespace YolactGpu.Data.Imaging;

/// <summary>An image that could not be read. The message is one line: the image's name and the reason.</summary>
public sealed class ImageException : Exception
{
    /// <summary>Names the image, by its path where it has one, and says why it could not be read.</summary>
    public ImageException(string name, string reason, Exception? innerException = null)
        : base(OneLine.Of($"{name}: {reason}"), innerException)
    {
        Name = name;
        Reason = OneLine.Of(reason);
    }

    /// <summary>The path or the name of the image.</summary>
    public string Name { get; }

    /// <summary>Why it could not be read, without the name.</summary>
    public string Reason { get; }
}
