using System.Collections.Immutable;
using YolactGpu.Data.Coco;
using YolactGpu.Model.Configs;
using YolactGpu.Model.Inference;

namespace YolactGpu;

/// <summary>Makes detections of what a run finds, and packs the masks of each image as they come.</summary>
internal sealed class FoundInstances : IInstanceSink
{
    private readonly YolactConfig config;
    private readonly MaskRunStore[] masks;
    private readonly ImmutableArray<Detection>.Builder[] items;

    /// <summary>Nothing found yet.</summary>
    /// <param name="config">The configuration, for names.</param>
    /// <param name="images">The batch, for the images' sizes.</param>
    public FoundInstances(YolactConfig config, ReadOnlySpan<ImagePixels> images)
    {
        this.config = config;
        masks = new MaskRunStore[images.Length];
        items = new ImmutableArray<Detection>.Builder[images.Length];
        for (int i = 0; i < images.Length; i++)
        {
            masks[i] = new MaskRunStore(images[i].Width, images[i].Height);
        }
    }

    /// <inheritdoc/>
    public void Begin(int image, int count) => items[image] = ImmutableArray.CreateBuilder<Detection>(count);

    /// <inheritdoc/>
    public void Add(int image, InstancePrediction instance, ReadOnlySpan<uint> mask) => items[image].Add(new Detection(
        instance.ClassId,
        config.ClassNames[instance.ClassId],
        instance.Score,
        new PixelBox(instance.Box.X1, instance.Box.Y1, instance.Box.X2, instance.Box.Y2),
        masks[image].Add(mask))
    {
        CategoryId = config.CategoryIds[instance.ClassId],
        Keypoints = instance.Keypoints.IsEmpty
            ? []
            : [.. instance.Keypoints.Select(point => new Keypoint(point.X, point.Y, point.Score))],
    });

    /// <summary>Gives the detections of an image, best first, once the run is done.</summary>
    public ImmutableArray<Detection> Of(int image)
    {
        masks[image].TrimExcess();
        return items[image].MoveToImmutable();
    }
}
