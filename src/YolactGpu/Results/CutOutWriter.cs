using System.Globalization;
using YolactGpu.Data.Imaging;

namespace YolactGpu.Results;

/// <summary>
/// cutouts/NAME-01-CLASS.png, each instance alone; one whose mask is empty gets none, but keeps its number. Of an instance that is
/// tracked it is the number of its track.
/// </summary>
internal sealed class CutOutWriter(ResultOptions options) : PictureWriter
{
    private const string Folder = "cutouts";

    /// <summary>Which files there will be, the name of a picture alone does not tell.</summary>
    public override IEnumerable<string> FilesOf(string name) => [];

    public override void Write(ResultItem item)
    {
        for (int i = 0; i < item.Found.Count; i++)
        {
            Detection found = item.Found[i];
            if (found.Mask.Area > 0)
            {
                string number = (found.TrackId ?? (i + 1)).ToString("00", CultureInfo.InvariantCulture);
                string path = options.Claim(Folder, $"{item.Name}-{number}-{Plain(found.ClassName)}.png");
                CutOut.WritePng(path, item.Picture, found.Mask);
            }
        }
    }

    /// <summary>A class name as a part of a file name: class names come from weights, and may hold anything.</summary>
    private static string Plain(string name)
    {
        const int longest = 40;
        string plain = string.Concat(name.Take(longest).Select(c => char.IsLetterOrDigit(c) ? c : '-')).Trim('-');
        return plain.Length == 0 ? "instance" : plain;
    }
}
