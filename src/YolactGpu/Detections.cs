using System.Collections;
using System.Collections.Immutable;
using System.Globalization;
using YolactGpu.Data.Coco;
using YolactGpu.Data.Imaging;

namespace YolactGpu;

/// <summary>What was found on one image, best first.</summary>
public sealed partial class Detections : IReadOnlyList<Detection>
{
    private readonly ImmutableArray<Detection> items;

    internal Detections(int width, int height, ImmutableArray<Detection> items, DetectionTimings timings, string device, string config)
    {
        ImageWidth = width;
        ImageHeight = height;
        this.items = items;
        Timings = timings;
        Device = device;
        Config = config;
    }

    /// <summary>Gets the width of the image in pixels, upright as its EXIF orientation says.</summary>
    public int ImageWidth { get; }

    /// <summary>Gets the height of the image in pixels.</summary>
    public int ImageHeight { get; }

    /// <summary>Gets how long the stages took; those of a batch are the batch's.</summary>
    public DetectionTimings Timings { get; }

    /// <summary>Gets the name of the device that did the work.</summary>
    public string Device { get; }

    /// <summary>Gets the name of the configuration.</summary>
    public string Config { get; }

    /// <summary>Gets what the keypoints are called and how they are joined; null where the network has none.</summary>
    public KeypointSkeleton? Skeleton { get; internal init; }

    /// <summary>
    /// Gets by class id how likely the image is to hold something of the class at all, as a network with a class-existence branch says it;
    /// empty for all others. Where the image was searched in tiles, the most that a tile says.
    /// </summary>
    public ImmutableArray<float> ClassExistence { get; internal init; } = [];

    /// <inheritdoc/>
    public int Count => items.Length;

    /// <inheritdoc/>
    public Detection this[int index] => items[index];

    /// <summary>Draws masks, boxes, skeletons and labels on a copy of the image.</summary>
    /// <exception cref="ArgumentException">The image is not of the size that was searched.</exception>
    public RgbImage Draw(RgbImage image, OverlayOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(image);
        if (image.Width != ImageWidth || image.Height != ImageHeight)
        {
            throw new ArgumentException(
                $"image is {image.Width} x {image.Height}; the detections are of one of {ImageWidth} x {ImageHeight}.", nameof(image));
        }

        return Overlay.Draw(
            image,
            [.. items.Select(item => new OverlayInstance(LabelOf(item), item.Score, item.Box, item.Mask)
            {
                ClassId = item.ClassId,
                TrackId = item.TrackId,
                Keypoints = item.Keypoints,
                Skeleton = Skeleton,
            })],
            options ?? new OverlayOptions());
    }

    /// <summary>Gives the detections as a document that serialises to JSON.</summary>
    /// <param name="file">Name of the image in the document.</param>
    /// <param name="decode">How long the caller took to decode the image, where the detector did not do it.</param>
    public InstanceDocument ToDocument(string file, TimeSpan decode = default) => new InstanceDocument(
        new ImageRecord(file, ImageWidth, ImageHeight),
        Device,
        Config,
        (Timings with { Decode = Timings.Decode + decode }).ToMilliseconds(),
        [.. items.Select(item => InstanceRecord.Of(item.ClassId, item.ClassName, item.Score, item.Box, item.Mask).With(item.Keypoints) with { TrackId = item.TrackId })]).With(Skeleton) with
    {
        ClassExistence = ClassExistence.IsEmpty ? null : [.. ClassExistence.Select(value => MathF.Round(value, 4))],
    };

    /// <summary>The same image with other detections.</summary>
    internal Detections With(ImmutableArray<Detection> others) =>
        new(ImageWidth, ImageHeight, others, Timings, Device, Config) { Skeleton = Skeleton, ClassExistence = ClassExistence };

    /// <inheritdoc/>
    public IEnumerator<Detection> GetEnumerator() => ((IEnumerable<Detection>)items).GetEnumerator();

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private static string LabelOf(Detection item) =>
        item.TrackId is int id ? string.Create(CultureInfo.InvariantCulture, $"#{id} {item.ClassName}") : item.ClassName;
}
