using System.Globalization;
using System.Text;

namespace YolactGpu.Weights;

/// <summary>
/// Text from a file or a caller, made fit for a one-line message: control characters are escaped and long text is cut,
/// so that a file can neither forge lines nor flood a terminal.
/// </summary>
internal static class Quoted
{
    private const int MaxLength = 120;

    /// <summary>The text between apostrophes, cut after 120 characters.</summary>
    internal static string Text(string text) =>
        text.Length <= MaxLength ? $"'{Line(text)}'" : $"'{Line(text[..MaxLength])}'...";

    /// <summary>The text with every control, format and line-separating character escaped.</summary>
    internal static string Line(string text)
    {
        StringBuilder line = new(text.Length);
        foreach (char character in text)
        {
            if (IsPlain(character))
            {
                line.Append(character);
            }
            else
            {
                line.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}");
            }
        }

        return line.ToString();
    }

    /// <summary>The first bytes of a file as readable text.</summary>
    internal static string Bytes(ReadOnlySpan<byte> bytes)
    {
        StringBuilder line = new(bytes.Length * 2);
        foreach (byte value in bytes)
        {
            if (value is >= 0x20 and < 0x7f)
            {
                line.Append((char)value);
            }
            else
            {
                line.Append(CultureInfo.InvariantCulture, $"\\x{value:x2}");
            }
        }

        return $"'{line}'";
    }

    private static bool IsPlain(char character) => char.GetUnicodeCategory(character) is not (
        UnicodeCategory.Control
        or UnicodeCategory.Format
        or UnicodeCategory.Surrogate
        or UnicodeCategory.LineSeparator
        or UnicodeCategory.ParagraphSeparator
        or UnicodeCategory.OtherNotAssigned);
}
