using YolactGpu.Data.Coco;

namespace YolactGpu.Results;

/// <summary>NAME.json, the project's own document.</summary>
internal sealed class JsonWriter(ResultOptions options) : PictureWriter
{
    public override IEnumerable<string> FilesOf(string name) => [options.PathOf($"{name}.json")];

    public override void Write(ResultItem item) => InstanceFile.Write(options.Claim($"{item.Name}.json"), item.Document);
}
