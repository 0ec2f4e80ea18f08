using YolactGpu.Data;
using YolactGpu.Data.Coco;

namespace YolactGpu.Results;

/// <summary>
/// results.jsonl, the project's own document on one line per picture. The file grows line by line, so that it can be followed
/// and holds what there is even if the run is killed.
/// </summary>
internal sealed class JsonLinesWriter(ResultOptions options) : IResultWriter
{
    private const string File = "results.jsonl";

    private readonly LineFile lines = new(options.Claim(File));

    public IEnumerable<string> FilesOf(string name) => [options.PathOf(File)];

    public void Write(ResultItem item) => lines.Add(InstanceFile.ToJson(item.Document, indented: false));

    public void Complete() => lines.Dispose();

    public void Dispose() => lines.Dispose();
}
