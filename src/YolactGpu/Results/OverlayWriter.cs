using YolactGpu.Data.Imaging;

namespace YolactGpu.Results;

/// <summary>NAME.png, the picture with what was found drawn on it.</summary>
internal sealed class OverlayWriter(ResultOptions options) : PictureWriter
{
    public override IEnumerable<string> FilesOf(string name) => [options.PathOf($"{name}.png")];

    public override void Write(ResultItem item) =>
        PngFile.Write(options.Claim($"{item.Name}.png"), item.Found.Draw(item.Picture, options.Overlay));
}
