using System.Text;

namespace YolactGpu.Data.Formats;

/// <summary>Text files of lines, each of which ends in a line feed.</summary>
internal static class TextFile
{
    /// <summary>Writes lines so that the file appears whole or not at all.</summary>
    /// <exception cref="OutputException">The file cannot be written; nothing is left of it.</exception>
    internal static void Write(string path, IEnumerable<string> lines) =>
        AtomicFile.Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(string.Concat(lines.Select(line => $"{line}\n")))));
}
