namespace YolactGpu.Results;

/// <summary>ids/NAME.png, which instance each pixel belongs to.</summary>
internal sealed class InstanceIdWriter(ResultOptions options) : PictureWriter
{
    private const string Folder = "ids";

    public override IEnumerable<string> FilesOf(string name) => [options.PathOf(Folder, $"{name}.png")];

    public override void Write(ResultItem item) =>
        item.Found.WriteInstanceIds(options.Claim(Folder, $"{item.Name}.png"));
}
