using YolactGpu.Data.Formats;

namespace YolactGpu.Results;

/// <summary>labels/NAME.txt, and classes.txt, whose lines are the names of the classes.</summary>
internal sealed class YoloWriter(ResultOptions options) : PictureWriter
{
    private const string Folder = "labels";
    private const string ClassesFile = "classes.txt";

    private bool areClassesWritten;

    public override IEnumerable<string> FilesOf(string name) =>
        [options.PathOf(Folder, $"{name}.txt"), options.PathOf(ClassesFile)];

    public override void Write(ResultItem item)
    {
        TextFile.Write(options.Claim(Folder, $"{item.Name}.txt"), item.Found.ToYolo());
        WriteClasses();
    }

    public override void Complete() => WriteClasses();

    /// <summary>With the first picture already: what a run that is killed leaves can be read.</summary>
    private void WriteClasses()
    {
        if (!areClassesWritten)
        {
            TextFile.Write(options.Claim(ClassesFile), options.ClassNames);
            areClassesWritten = true;
        }
    }
}
