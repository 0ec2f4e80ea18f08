namespace SixLabors.ImageSharp;

/// <summary>
/// The format is known and the data breaks its rules, ends early, or asks for more memory than is allowed.
/// </summary>
public sealed class InvalidImageContentException : ImageFormatException
{
    public InvalidImageContentException(string errorMessage)
        : base(errorMessage)
    {
    }

    public InvalidImageContentException(string errorMessage, Exception innerException)
        : base(errorMessage, innerException)
    {
    }
}
