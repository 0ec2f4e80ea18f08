namespace SixLabors.ImageSharp;

/// <summary>No configured format recognises the data.</summary>
public sealed class UnknownImageFormatException : ImageFormatException
{
    public UnknownImageFormatException(string errorMessage)
        : base(errorMessage)
    {
    }
}
