using System.Globalization;
using System.Text.RegularExpressions;

namespace YolactGpu.Data.Video;

/// <summary>File names with a number, such as frame_%04d.png: at least so many digits, with zeros in front. %% is a percent sign.</summary>
internal sealed partial class FramePattern
{
    private readonly string before;
    private readonly string after;
    private readonly int digits;

    private FramePattern(string folder, string before, string after, int digits)
    {
        Folder = folder;
        this.before = before;
        this.after = after;
        this.digits = digits;
    }

    internal string Folder { get; }

    /// <summary>Reads a path; null where its file name has no number, or more than one.</summary>
    internal static FramePattern? Parse(string path)
    {
        string name = Path.GetFileName(path);
        MatchCollection numbers = Number().Matches(name);
        if (numbers.Count != 1)
        {
            return null;
        }

        Match number = numbers[0];
        int digits = number.Groups[1].Length == 0 ? 1 : int.Parse(number.Groups[1].Value, CultureInfo.InvariantCulture);
        string folder = Path.GetDirectoryName(path) is { Length: > 0 } parent ? parent : ".";
        return new FramePattern(folder, Plain(name[..number.Index]), Plain(name[(number.Index + number.Length)..]), digits);

        static string Plain(string text) => text.Replace("%%", "%", StringComparison.Ordinal);
    }

    internal string PathOf(long index) =>
        Path.Combine(Folder, before + index.ToString(CultureInfo.InvariantCulture).PadLeft(digits, '0') + after);

    /// <summary>The number of a file name; null where it is not of this pattern.</summary>
    internal long? NumberOf(string name)
    {
        if (name.Length <= before.Length + after.Length
            || !name.StartsWith(before, StringComparison.Ordinal)
            || !name.EndsWith(after, StringComparison.Ordinal))
        {
            return null;
        }

        string text = name[before.Length..^after.Length];
        return text.All(char.IsAsciiDigit)
            && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long index)
            && text.Length == Math.Max(digits, index.ToString(CultureInfo.InvariantCulture).Length)
                ? index
                : null;
    }

    [GeneratedRegex(@"(?<!%)(?:%%)*%0?(\d{0,2})d")]
    private static partial Regex Number();
}
