using System.Globalization;

namespace YolactGpu.Weights;

/// <summary>
/// A weights file cannot be read or written. The message is one line that names the file, the tensor where one is
/// concerned, what is wrong with it, and what it must be.
/// </summary>
public sealed class WeightsException : Exception
{
    /// <summary>Describes what is wrong with a file.</summary>
    /// <param name="file">The file's path, or the name given to a stream.</param>
    /// <param name="problem">What the thing is and what it must be.</param>
    /// <param name="tensor">The tensor concerned, if there is one.</param>
    /// <param name="offset">The byte of the file (or of the unpacked record) where it was noticed, if known.</param>
    /// <param name="innerException">What the system said, if it did.</param>
    public WeightsException(
        string file,
        string problem,
        string? tensor = null,
        long? offset = null,
        Exception? innerException = null)
        : base(Compose(file, problem, tensor, offset), innerException)
    {
        File = file;
        Problem = problem;
        Tensor = tensor;
        Offset = offset;
    }

    /// <summary>The file's path, or the name given to a stream.</summary>
    public string File { get; }

    /// <summary>What the thing is and what it must be, without file, tensor and offset.</summary>
    public string Problem { get; }

    /// <summary>The tensor concerned, or null.</summary>
    public string? Tensor { get; }

    /// <summary>The byte of the file (or of the unpacked record) where the problem was noticed, or null.</summary>
    public long? Offset { get; }

    private static string Compose(string file, string problem, string? tensor, long? offset)
    {
        string subject = tensor is null ? "" : $"tensor {Quoted.Text(tensor)}: ";
        string place = offset is null ? "" : string.Create(CultureInfo.InvariantCulture, $" (at byte {offset})");
        return $"{Quoted.Line(file)}: {subject}{problem}{place}";
    }
}
