using YolactGpu.Data;

namespace YolactGpu.Results;

/// <summary>
/// Writes what is found in one form, picture after picture: photos of a folder or frames of a video. Files of a picture are
/// there whole once it is written; what all pictures share is there after <see cref="Complete"/>, and what a process that is killed
/// leaves of it can be read.
/// </summary>
public interface IResultWriter : IDisposable
{
    /// <summary>Gives the files that a picture of that name gets, as far as its name tells them.</summary>
    IEnumerable<string> FilesOf(string name);

    /// <summary>Writes what was found on a picture.</summary>
    /// <exception cref="OutputException">A file cannot be written; the message names it, and nothing is left of it.</exception>
    void Write(ResultItem item);

    /// <summary>Writes what all pictures share. A run that was interrupted may be completed with what it has.</summary>
    /// <exception cref="OutputException">A file cannot be written; the message names it, and nothing is left of it.</exception>
    void Complete();
}
