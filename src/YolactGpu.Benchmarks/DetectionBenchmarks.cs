using BenchmarkDotNet.Attributes;
using ILGPU;
using ILGPU.Runtime;
using YolactGpu.Graph.IR;
using YolactGpu.Graph.Ops;
using YolactGpu.Kernels.Boxes;
using YolactGpu.Kernels.Masks;

namespace YolactGpu.Benchmarks;

/// <summary>What follows the convolutions of yolact_resnet50 at 550 pixels: 19,248 priors, 80 classes, 200 candidates each, 100 masks.</summary>
public class DetectionBenchmarks : KernelBenchmark
{
    private const int Priors = 19_248;
    private const int Classes = 80;
    private const int Candidates = 200;
    private const int Detections = 100;
    private const int Prototypes = 32;
    private const int Side = 138;

    private readonly Random random = new(3);
    private readonly List<MemoryBuffer1D<float, Stride1D.Dense>> buffers = [];
    private OneOpPlan upsample = null!;
    private OneOpPlan softmax = null!;
    private OneOpPlan decode = null!;
    private OneOpPlan nms = null!;
    private OneOpPlan masks = null!;
    private IoUMatrix iou = null!;

    /// <summary>Bilinear, 69 x 69 x 256 to 138 x 138.</summary>
    [Benchmark]
    public void Upsample() => upsample.Run();

    /// <summary>Over 81 classes of every prior.</summary>
    [Benchmark]
    public void Softmax() => softmax.Run();

    /// <summary>Offsets of every prior to a box.</summary>
    [Benchmark]
    public void Decode() => decode.Run();

    /// <summary>80 matrices of 200 x 200 boxes.</summary>
    [Benchmark]
    public void IoU()
    {
        iou.Launch(
            Device.Accelerator.DefaultStream, buffers[0].View, buffers[1].View, buffers[2].View, new IoUMatrixShape(Classes, Candidates, Candidates, IoUForm.Union));
        Device.Accelerator.DefaultStream.Synchronize();
    }

    /// <summary>Fast NMS of 200 candidates in each of 80 classes.</summary>
    [Benchmark]
    public void FastNms() => nms.Run();

    /// <summary>100 masks of 138 x 138 from 32 prototypes, cut off at their boxes.</summary>
    [Benchmark]
    public void Masks() => masks.Run();

    /// <inheritdoc/>
    protected override void Prepare()
    {
        upsample = Keep(OneOpPlan.Create(Device, new ResizeBilinearOp(Side, Side), [Made(1, Side / 2, Side / 2, 256)]));
        softmax = Keep(OneOpPlan.Create(Device, new SoftmaxOp(), [Made(1, Priors, Classes + 1)]));
        decode = Keep(OneOpPlan.Create(Device, new BoxDecodeOp(0.1f, 0.2f), [Made(1, Priors, 4), (new TensorShape(Priors, 4), Boxes(Priors))]));
        nms = Keep(OneOpPlan.Create(
            Device,
            new FastNmsOp(0.5f),
            [
                (new TensorShape(1, Classes, Candidates), Scores()),
                (new TensorShape(1, Classes, Candidates), Enumerable.Range(0, Classes * Candidates).Select(_ => random.Next(Priors)).ToArray()),
                (new TensorShape(1, Priors, 4), Boxes(Priors)),
            ]));
        masks = Keep(OneOpPlan.Create(
            Device,
            new MaskAssemblyOp(MaskCrop.PredictedBox, CropPadding: 1),
            [
                Made(1, Side, Side, Prototypes),
                Made(1, Detections, Prototypes),
                (new TensorShape(1, Detections, 4), Boxes(Detections)),
                (new TensorShape(1, Detections), Enumerable.Repeat(0.5f, Detections).ToArray()),
                (new TensorShape(1), new[] { Detections }),
            ]));
        iou = Device.Kernels.Get<IoUMatrix>();
        buffers.Add(Device.Accelerator.Allocate1D(Boxes(Classes * Candidates)));
        buffers.Add(Device.Accelerator.Allocate1D(Boxes(Classes * Candidates)));
        buffers.Add(Device.Accelerator.Allocate1D<float>(Classes * Candidates * Candidates));
    }

    /// <inheritdoc/>
    protected override void Release()
    {
        buffers.ForEach(buffer => buffer.Dispose());
        buffers.Clear();
    }

    private static (TensorShape Shape, Array Data) Made(params int[] sizes)
    {
        TensorShape shape = new(sizes);
        return (shape, OneOpPlan.Numbers(shape));
    }

    /// <summary>Boxes of a fifth of the image's side on average, somewhere in it; corners.</summary>
    private float[] Boxes(int count)
    {
        float[] boxes = new float[count * 4];
        for (int i = 0; i < boxes.Length; i += 4)
        {
            boxes[i] = random.NextSingle() * 0.6f;
            boxes[i + 1] = random.NextSingle() * 0.6f;
            boxes[i + 2] = boxes[i] + (random.NextSingle() * 0.4f);
            boxes[i + 3] = boxes[i + 1] + (random.NextSingle() * 0.4f);
        }

        return boxes;
    }

    /// <summary>Scores of every class, best first.</summary>
    private static float[] Scores() =>
        [.. Enumerable.Repeat(Enumerable.Range(0, Candidates).Select(i => 1 - ((float)i / Candidates)), Classes).SelectMany(scores => scores)];
}
