using YolactGpu.Data;
using YolactGpu.Data.Coco;

namespace YolactGpu.Results;

/// <summary>
/// coco_results.json, all instances of all pictures, and coco_images.json, which picture has which id. While they grow they are called
/// coco_results.partial.json and coco_images.partial.json, whole lists at any time.
/// </summary>
internal sealed class CocoWriter(ResultOptions options) : IResultWriter
{
    private const string ResultsFile = "coco_results.json";
    private const string ImagesFile = "coco_images.json";

    private readonly JsonListFile<CocoResult> results = CocoResultsFile.OpenResults(options.Claim(ResultsFile));

    /// <summary>Made with the first picture, which tells whether the categories have keypoints.</summary>
    private JsonListFile<CocoImage>? images;

    public IEnumerable<string> FilesOf(string name) => [options.PathOf(ResultsFile), options.PathOf(ImagesFile)];

    public void Write(ResultItem item)
    {
        images ??= OpenImages(item.Found.Skeleton);
        results.Add(item.Found.ToCoco(item.ImageId));
        images.Add([new CocoImage(item.ImageId, item.FileName, item.Found.ImageWidth, item.Found.ImageHeight)]);
    }

    public void Complete()
    {
        images ??= OpenImages(skeleton: null);
        results.Commit();
        images.Commit();
    }

    public void Dispose()
    {
        results.Dispose();
        images?.Dispose();
    }

    private JsonListFile<CocoImage> OpenImages(KeypointSkeleton? skeleton) => CocoResultsFile.OpenImages(
        options.Claim(ImagesFile),
        [.. options.CategoryIds.Zip(options.ClassNames, (id, name) => new CocoCategory(id, name).With(skeleton))]);
}
