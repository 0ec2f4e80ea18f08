using YolactGpu.Data;
using YolactGpu.Data.Coco;

namespace YolactGpu.Results;

/// <summary>coco_results.json, all instances of all pictures, and coco_images.json, which picture has which id.</summary>
internal sealed class CocoWriter(ResultOptions options) : IResultWriter
{
    private const string ResultsFile = "coco_results.json";
    private const string ImagesFile = "coco_images.json";

    private readonly AtomicFile results = new(options.Claim(ResultsFile));
    private readonly CocoResultsFile.Sequence sequence = new();
    private readonly List<CocoImage> images = [];
    private KeypointSkeleton? skeleton;

    public IEnumerable<string> FilesOf(string name) => [options.PathOf(ResultsFile), options.PathOf(ImagesFile)];

    public void Write(ResultItem item)
    {
        skeleton ??= item.Found.Skeleton;
        images.Add(new CocoImage(item.ImageId, item.FileName, item.Found.ImageWidth, item.Found.ImageHeight));
        results.Write(stream =>
        {
            foreach (CocoResult result in item.Found.ToCoco(item.ImageId))
            {
                sequence.Add(stream, result);
            }
        });
    }

    public void Complete()
    {
        results.Write(sequence.End);
        results.Commit();
        CocoCategory[] categories = [.. options.CategoryIds.Zip(options.ClassNames, (id, name) => new CocoCategory(id, name).With(skeleton))];
        CocoResultsFile.WriteImages(options.Claim(ImagesFile), new CocoImages(images, categories));
    }

    public void Dispose() => results.Dispose();
}
