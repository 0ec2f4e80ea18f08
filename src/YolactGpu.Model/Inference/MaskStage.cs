using ILGPU;
using ILGPU.Runtime;
using YolactGpu.Graph.Execution;
using YolactGpu.Graph.IR;
using YolactGpu.Kernels;
using YolactGpu.Kernels.Boxes;
using YolactGpu.Kernels.Devices;
using YolactGpu.Kernels.Masks;
using YolactGpu.Model.Configs;

namespace YolactGpu.Model.Inference;

/// <summary>
/// From the plan's detections to masks and boxes in pixels of each image. Stands behind the plan because the sizes of the
/// images change from run to run. Source: postprocess in output_utils.py.
/// </summary>
internal sealed class MaskStage : IDisposable
{
    /// <summary>Masks are made in parts of at most so many words (64 MiB), so that large images do not ask for gigabytes.</summary>
    private const long WordsPerPart = 16 * 1024 * 1024;

    /// <summary>
    /// So many words (1 MiB) of masks are copied before their number is known: 27 masks of 640 x 480 pixels. More, where the last
    /// run had more.
    /// </summary>
    private const long WordsAhead = 256 * 1024;

    private const int CropPadding = 1;
    private const float MaskThreshold = 0.5f;

    private readonly YolactConfig config;
    private readonly ExecutionPlan plan;
    private readonly Action<AcceleratorStream, ArrayView<float>, ArrayView<float>, ArrayView<float>, ArrayView<float>,
        ArrayView<int>, ArrayView<float>, MaskAssemblyShape> assemble;

    private readonly Action<AcceleratorStream, ArrayView<float>, ArrayView<float>, ArrayView<float>, ArrayView<int>,
        ArrayView<uint>, MaskToBitsShape> toBits;

    private readonly DirectMaskToBits? directMasks;
    private readonly SanitizeBoxes sanitize;
    private readonly DeviceBuffer<float>? softMasks;
    private readonly DeviceBuffer<int> pixelBoxes;
    private readonly GrowingBuffer<uint> bits;
    private readonly StagingBuffer<uint> copies;
    private readonly DetectionReader detections;
    private readonly bool readsAhead;
    private readonly int batch;
    private readonly int capacity;
    private readonly TensorShape prototypes;
    private MaskAssemblyShape assembly;
    private readonly int[] wanted;
    private int ahead;
    private int wantedLast;

    /// <param name="plan">The plan, whose arena holds the detections.</param>
    /// <param name="kernels">The device's kernels.</param>
    /// <param name="config">The configuration.</param>
    /// <param name="readsAhead">Whether masks are copied before it is known how many are wanted.</param>
    public MaskStage(ExecutionPlan plan, KernelCache kernels, YolactConfig config, bool readsAhead)
    {
        this.plan = plan;
        this.config = config;
        this.readsAhead = readsAhead;
        batch = plan.Graph.Output("score").Shape[0];
        capacity = plan.Graph.Output("score").Shape[1];
        directMasks = config.Head.DirectMaskSize is null ? null : kernels.Get<DirectMaskToBits>();
        prototypes = config.Head.DirectMaskSize is { } side
            ? new TensorShape(batch, side, side, config.MaskCoefficientCount)
            : plan.Graph.Output("proto").Shape;
        assemble = kernels.IsCpu ? kernels.Get<SimdMaskAssembly>().Launch : kernels.Get<MaskAssembly>().Launch;
        toBits = kernels.IsCpu ? kernels.Get<SimdMaskToBits>().Launch : kernels.Get<MaskToBits>().Launch;
        sanitize = kernels.Get<SanitizeBoxes>();
        softMasks = directMasks is null
            ? plan.Accelerator.Allocate<float>((long)batch * capacity * prototypes[1] * prototypes[2], "soft masks")
            : null;
        pixelBoxes = plan.Accelerator.Allocate<int>((long)batch * capacity * 4, "boxes");
        bits = new GrowingBuffer<uint>(plan.Accelerator, "masks");
        copies = new StagingBuffer<uint>(plan.Accelerator);
        detections = new DetectionReader(plan);
        wanted = new int[batch];
    }

    /// <summary>
    /// Makes masks and boxes and reads them back: everything is queued, and the stream waited for once. Only masks that were not
    /// foreseen are waited for again.
    /// </summary>
    public void Run(AcceleratorStream stream, ReadOnlySpan<ImagePixels> images, PredictionFilter filter, IInstanceSink found)
    {
        Queue(stream, images, filter);
        stream.Synchronize();
        Finish(stream, images, filter, found);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        softMasks?.Dispose();
        pixelBoxes.Dispose();
        bits.Dispose();
        copies.Dispose();
        detections.Dispose();
    }

    private ArrayView<int> BoxesInPixels => pixelBoxes.View;

    private void Queue(AcceleratorStream stream, ReadOnlySpan<ImagePixels> images, PredictionFilter filter)
    {
        assembly = new MaskAssemblyShape(
            batch,
            capacity,
            prototypes[1],
            prototypes[2],
            prototypes[3],
            filter.ScoreThreshold,
            config.Detection.CropMasks ? MaskCrop.PredictedBox : MaskCrop.Off,
            CropPadding)
        {
            Activation = config.Protonet.MaskActivation,
        };
        if (softMasks is not null)
        {
            assemble(
                stream, plan.Floats("proto"), plan.Floats("coefficients"), plan.Floats("box"), plan.Floats("score"), plan.Ints("count"), softMasks.View, assembly);
        }

        for (int i = 0; i < images.Length; i++)
        {
            int first = i * capacity * 4;
            SanitizeBoxesShape shape = new(capacity, images[i].Width, images[i].Height, Padding: 0);
            sanitize.Launch(stream, plan.Floats("box").SubView(first, capacity * 4), BoxesInPixels.SubView(first, capacity * 4), shape);
        }

        detections.Queue(stream, BoxesInPixels);
        ahead = CountAhead(images, filter);
        QueueAhead(stream, images);
    }

    private void Finish(AcceleratorStream stream, ReadOnlySpan<ImagePixels> images, PredictionFilter filter, IInstanceSink found)
    {
        wantedLast = 0;
        int firstWord = 0;
        for (int i = 0; i < images.Length; i++)
        {
            wanted[i] = detections.Wanted(i, filter);
            wantedLast = Math.Max(wantedLast, wanted[i]);
            found.Begin(i, wanted[i]);
            Give(found, images[i], i, 0, Math.Min(ahead, wanted[i]), copies.Values[firstWord..]);
            firstWord += ahead * (int)Masks(images[i], i, 0, 1).WordsPerMask;
        }

        for (int i = 0; i < images.Length; i++)
        {
            ReadRest(stream, found, images[i], i);
        }
    }

    private MaskToBitsShape Masks(ImagePixels image, int index, int first, int count) =>
        new(assembly, index, first, count, image.Height, image.Width, MaskThreshold);

    private int CountAhead(ReadOnlySpan<ImagePixels> images, PredictionFilter filter)
    {
        long wordsOfEach = 0;
        foreach (ImagePixels image in images)
        {
            wordsOfEach += Masks(image, 0, 0, 1).WordsPerMask;
        }

        long foreseen = Math.Max(WordsAhead / wordsOfEach, wantedLast + (wantedLast / 4));
        long most = Math.Min(Math.Min(filter.TopK, capacity), WordsPerPart / wordsOfEach);
        return readsAhead ? (int)Math.Min(foreseen, most) : 0;
    }

    /// <summary>Masks of the first detections of every image, wanted or not, in one copy.</summary>
    private void QueueAhead(AcceleratorStream stream, ReadOnlySpan<ImagePixels> images)
    {
        if (ahead == 0)
        {
            return;
        }

        long length = 0;
        for (int i = 0; i < images.Length; i++)
        {
            length += Masks(images[i], i, 0, ahead).OutputLength;
        }

        ArrayView<uint> words = bits.Take(length);
        long first = 0;
        for (int i = 0; i < images.Length; i++)
        {
            MaskToBitsShape shape = Masks(images[i], i, 0, ahead);
            ToBits(stream, words.SubView(first, shape.OutputLength), shape);
            first += shape.OutputLength;
        }

        copies.Read(stream, words);
    }

    private void ReadRest(AcceleratorStream stream, IInstanceSink found, ImagePixels image, int index)
    {
        int perPart = (int)Math.Clamp(WordsPerPart / Masks(image, index, 0, 1).WordsPerMask, 1, Math.Max(wanted[index], 1));
        for (int first = Math.Min(ahead, wanted[index]); first < wanted[index]; first += perPart)
        {
            MaskToBitsShape part = Masks(image, index, first, Math.Min(perPart, wanted[index] - first));
            ArrayView<uint> words = bits.Take(part.OutputLength);
            ToBits(stream, words, part);

            // One copy of all masks: each has its price on a GPU, and allocates a little on the CPU.
            copies.Read(stream, words);
            stream.Synchronize();
            Give(found, image, index, first, part.Detections, copies.Values);
        }
    }

    private void ToBits(AcceleratorStream stream, ArrayView<uint> words, MaskToBitsShape part)
    {
        if (softMasks is not null)
        {
            toBits(stream, softMasks.View, plan.Floats("box"), plan.Floats("score"), plan.Ints("count"), words, part);
        }
        else
        {
            // The coefficients of a detection are its mask.
            directMasks!.Launch(
                stream, plan.Floats("coefficients"), BoxesInPixels, plan.Floats("score"), plan.Ints("count"), words, part);
        }
    }

    private void Give(IInstanceSink found, ImagePixels image, int index, int first, int count, ReadOnlySpan<uint> words)
    {
        int wordsPerMask = (int)Masks(image, index, 0, 1).WordsPerMask;
        for (int i = 0; i < count; i++)
        {
            found.Add(index, detections.Instance(index, first + i, image), words.Slice(i * wordsPerMask, wordsPerMask));
        }
    }
}
