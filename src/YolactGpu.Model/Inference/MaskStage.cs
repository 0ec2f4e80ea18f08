using System.Buffers;
using System.Collections.Immutable;
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
    private readonly MemoryBuffer1D<float, Stride1D.Dense>? softMasks;
    private readonly MemoryBuffer1D<int, Stride1D.Dense> pixelBoxes;
    private readonly GrowingBuffer<uint> bits;
    private readonly KeypointReader keypoints;
    private readonly int batch;
    private readonly int capacity;
    private readonly TensorShape prototypes;
    private readonly int[] counts;
    private readonly int[] classes;
    private readonly float[] scores;
    private readonly int[] boxes;

    public MaskStage(ExecutionPlan plan, KernelCache kernels, YolactConfig config)
    {
        this.plan = plan;
        this.config = config;
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
        keypoints = new KeypointReader(plan);
        counts = new int[batch];
        classes = new int[batch * capacity];
        scores = new float[batch * capacity];
        boxes = new int[batch * capacity * 4];
    }

    /// <summary>Makes masks and boxes and reads them back.</summary>
    public ImmutableArray<ImmutableArray<InstancePrediction>> Run(
        AcceleratorStream stream, ReadOnlySpan<ImagePixels> images, PredictionFilter filter)
    {
        MaskAssemblyShape shape = new(
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
                stream, plan.Floats("proto"), plan.Floats("coefficients"), plan.Floats("box"), plan.Floats("score"), plan.Ints("count"), softMasks.View, shape);
        }

        ReadDetections(stream, images);

        ImmutableArray<ImmutableArray<InstancePrediction>>.Builder results =
            ImmutableArray.CreateBuilder<ImmutableArray<InstancePrediction>>(images.Length);
        for (int i = 0; i < images.Length; i++)
        {
            results.Add(ReadMasks(stream, images[i], i, Wanted(i, filter), shape));
        }

        return results.MoveToImmutable();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        softMasks?.Dispose();
        pixelBoxes.Dispose();
        bits.Dispose();
    }

    private void ReadDetections(AcceleratorStream stream, ReadOnlySpan<ImagePixels> images)
    {
        ArrayView<float> relativeBoxes = plan.Floats("box");
        ArrayView<int> pixels = pixelBoxes.View;
        for (int i = 0; i < images.Length; i++)
        {
            long first = (long)i * capacity * 4;
            SanitizeBoxesShape shape = new(capacity, images[i].Width, images[i].Height, Padding: 0);
            sanitize.Launch(stream, relativeBoxes.SubView(first, capacity * 4), pixels.SubView(first, capacity * 4), shape);
        }

        plan.Ints("count").CopyToCPU(stream, counts);
        plan.Ints("class").CopyToCPU(stream, classes);
        plan.Floats("score").CopyToCPU(stream, scores);
        pixels.CopyToCPU(stream, boxes);
        keypoints.Read(stream);
        stream.Synchronize();
    }

    private int Wanted(int image, PredictionFilter filter)
    {
        int most = Math.Min(counts[image], filter.TopK);
        int wanted = 0;
        while (wanted < most && scores[(image * capacity) + wanted] > filter.ScoreThreshold)
        {
            wanted++;
        }

        return wanted;
    }

    private ImmutableArray<InstancePrediction> ReadMasks(
        AcceleratorStream stream, ImagePixels image, int index, int wanted, MaskAssemblyShape assemblyShape)
    {
        ImmutableArray<InstancePrediction>.Builder instances = ImmutableArray.CreateBuilder<InstancePrediction>(wanted);
        MaskToBitsShape one = new(assemblyShape, index, 0, 1, image.Height, image.Width, MaskThreshold);
        int perPart = (int)Math.Clamp(WordsPerPart / one.WordsPerMask, 1, Math.Max(wanted, 1));
        for (int first = 0; first < wanted; first += perPart)
        {
            MaskToBitsShape part = one with { FirstDetection = first, Detections = Math.Min(perPart, wanted - first) };
            ArrayView<uint> words = bits.Take(part.OutputLength);
            ToBits(stream, words, part);

            // One copy of all masks: each has its price on a GPU, and allocates a little on the CPU.
            uint[] copy = ArrayPool<uint>.Shared.Rent((int)part.OutputLength);
            Span<uint> copied = copy.AsSpan(0, (int)part.OutputLength);
            words.CopyToCPU(stream, copied);
            stream.Synchronize();
            int wordsPerMask = (int)part.WordsPerMask;
            for (int i = 0; i < part.Detections; i++)
            {
                instances.Add(Instance(image, (index * capacity) + first + i, copied.Slice(i * wordsPerMask, wordsPerMask).ToArray()));
            }

            ArrayPool<uint>.Shared.Return(copy);
        }

        return instances.MoveToImmutable();
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
                stream, plan.Floats("coefficients"), pixelBoxes.View, plan.Floats("score"), plan.Ints("count"), words, part);
        }
    }

    private InstancePrediction Instance(ImagePixels image, int at, uint[] mask)
    {
        CornerBox box = new(boxes[at * 4], boxes[(at * 4) + 1], boxes[(at * 4) + 2], boxes[(at * 4) + 3]);
        return new InstancePrediction(classes[at], scores[at], box, mask) { Keypoints = keypoints.Of(at, image.Width, image.Height) };
    }
}
