using YolactGpu.Data.Formats;

namespace YolactGpu.Results;

/// <summary>labels/NAME.txt, and classes.txt, whose lines are the names of the classes.</summary>
internal sealed class YoloWriter(ResultOptions options) : PictureWriter
{
    private const string Folder = "labels";
    private const string ClassesFile = "classes.txt";

    public override IEnumerable<string> FilesOf(string name) =>
        [options.PathOf(Folder, $"{name}.txt"), options.PathOf(ClassesFile)];

    public override void Write(ResultItem item) =>
        TextFile.Write(options.Claim(Folder, $"{item.Name}.txt"), item.Found.ToYolo());

    public override void Complete() => TextFile.Write(options.Claim(ClassesFile), options.ClassNames);
}
