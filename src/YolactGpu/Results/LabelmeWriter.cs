using YolactGpu.Data.Formats;
using YolactGpu.Data.Imaging;

namespace YolactGpu.Results;

/// <summary>labelme/NAME.json. A picture that lies nowhere, as a frame of a video, is inside of its document.</summary>
internal sealed class LabelmeWriter(ResultOptions options) : PictureWriter
{
    private const string Folder = "labelme";

    public override IEnumerable<string> FilesOf(string name) => [options.PathOf(Folder, $"{name}.json")];

    public override void Write(ResultItem item)
    {
        string path = options.Claim(Folder, $"{item.Name}.json");
        string imagePath = item.SourcePath is null
            ? item.FileName
            : Path.GetRelativePath(options.PathOf(Folder), item.SourcePath).Replace('\\', '/');
        LabelmeFile.Write(path, item.Found.ToLabelme(imagePath, item.SourcePath is null ? Encode(item.Picture) : null));
    }

    private static string Encode(RgbImage picture)
    {
        using MemoryStream stream = new();
        PngFile.Write(stream, picture);
        return Convert.ToBase64String(stream.GetBuffer().AsSpan(0, (int)stream.Length));
    }
}
