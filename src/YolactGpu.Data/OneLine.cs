using System.Text;

namespace YolactGpu.Data;

/// <summary>
/// Keeps an error message on one line: file names and the messages of other libraries may hold line breaks and
/// terminal control characters, which appear as spaces.
/// </summary>
internal static class OneLine
{
    internal static string Of(string text)
    {
        StringBuilder line = new(text.Length);
        foreach (char character in text)
        {
            bool isSpace = char.IsControl(character) || character is '\u2028' or '\u2029';
            line.Append(isSpace ? ' ' : character);
        }

        return line.ToString().Trim();
    }
}
