using System.Collections.Immutable;
using ILGPU;
using ILGPU.Runtime;
using NUnit.Framework;
using YolactGpu.Graph.IR;
using YolactGpu.Graph.Ops;
using YolactGpu.Kernels.Boxes;
using YolactGpu.Kernels.Masks;

namespace YolactGpu.Tests.Golden.Kinds;

/// <summary>box_utils: IoU, decoding, sanitising and the crop of masks. What training and evaluation need comes with them.</summary>
internal sealed class BoxUtilsGolden : IGoldenKind
{
    private static readonly string[] LaterPrefixes =
    [
        "change", "point_form", "center_size", "code.encode_yolo0", "code.encode_yolo1", "code.decode_yolo1", "log_sum_exp", "mask_iou",
    ];

    public bool Takes(string file) => file == "box_utils.safetensors";

    public IEnumerable<GoldenCase> Cases(GoldenEntry entry) =>
    [
        new GoldenCase("jaccard.iou", device => AssertIoU(device, entry, "jaccard.iou", IoUForm.Union)),
        new GoldenCase("jaccard.iscrowd", device => AssertIoU(device, entry, "jaccard.iscrowd", IoUForm.Crowd)),
        new GoldenCase("code.decode_yolo0", device => AssertDecode(device, entry)),
        new GoldenCase("sanitize.138_1_0", device => AssertSanitizedFloats(device, entry, 138, 1)),
        new GoldenCase("sanitize.333_0_0", device => AssertSanitizedFloats(device, entry, 333, 0)),
        new GoldenCase("sanitize.640_0_1", device => AssertSanitizedIntegers(device, entry, 640)),
        new GoldenCase("crop.out_pad1", _ => AssertCrop(entry, "crop.out_pad1", padding: 1)),
        new GoldenCase("crop.out_pad0", _ => AssertCrop(entry, "crop.out_pad0", padding: 0)),
        .. LaterPrefixes.Select(prefix => new GoldenCase(prefix, null)),
    ];

    private static void AssertIoU(GoldenDevice device, GoldenEntry entry, string name, IoUForm form)
    {
        using GoldenTensors tensors = new(entry.FilePath);
        int[] sizes = tensors.Sizes(name);
        using MemoryBuffer1D<float, Stride1D.Dense> a = device.Accelerator.Allocate1D(tensors.Floats("jaccard.a"));
        using MemoryBuffer1D<float, Stride1D.Dense> b = device.Accelerator.Allocate1D(tensors.Floats("jaccard.b"));
        using MemoryBuffer1D<float, Stride1D.Dense> y = device.Accelerator.Allocate1D<float>(sizes[0] * sizes[1]);

        device.Kernels.Get<IoUMatrix>().Launch(
            device.Accelerator.DefaultStream, a.View, b.View, y.View, new IoUMatrixShape(1, sizes[0], sizes[1], form));

        GoldenTensors.AssertClose(y.GetAsArray1D(), tensors.Floats(name), name, 1e-6);
    }

    private static void AssertDecode(GoldenDevice device, GoldenEntry entry)
    {
        using GoldenTensors tensors = new(entry.FilePath);
        int count = tensors.Sizes("code.loc")[0];
        GraphBuilder builder = new();
        Value loc = builder.Input("loc", TensorType.Float32(1, count, 4));
        Value priors = builder.Input("priors", TensorType.Float32(count, 4));
        builder.Output("boxes", builder.Add("decode", new BoxDecodeOp(0.1f, 0.2f), loc, priors));
        ImmutableDictionary<string, float[]> inputs = ImmutableDictionary<string, float[]>.Empty
            .Add("loc", tensors.Floats("code.loc"))
            .Add("priors", tensors.Floats("code.priors"));

        float[] boxes = OneOpRunner.Run(device.Context(), builder.Build(), inputs)["boxes"];

        GoldenTensors.AssertClose(boxes, tensors.Floats("code.decode_yolo0"), "decode_yolo0");
    }

    private static void AssertSanitizedFloats(GoldenDevice device, GoldenEntry entry, int size, int padding)
    {
        using GoldenTensors tensors = new(entry.FilePath);
        float[] boxes = Boxes(tensors);
        using MemoryBuffer1D<float, Stride1D.Dense> x = device.Accelerator.Allocate1D(boxes);
        using MemoryBuffer1D<float, Stride1D.Dense> y = device.Accelerator.Allocate1D<float>(boxes.Length);

        device.Kernels.Get<SanitizeBoxes>().Launch(
            device.Accelerator.DefaultStream, x.View, y.View, new SanitizeBoxesShape(boxes.Length / 4, size, size, padding));

        float[] found = y.GetAsArray1D();
        Assert.That(Column(found, 0), Is.EqualTo(tensors.Floats($"sanitize.{size}_{padding}_0.x1")));
        Assert.That(Column(found, 2), Is.EqualTo(tensors.Floats($"sanitize.{size}_{padding}_0.x2")));
    }

    private static void AssertSanitizedIntegers(GoldenDevice device, GoldenEntry entry, int size)
    {
        using GoldenTensors tensors = new(entry.FilePath);
        float[] boxes = Boxes(tensors);
        using MemoryBuffer1D<float, Stride1D.Dense> x = device.Accelerator.Allocate1D(boxes);
        using MemoryBuffer1D<int, Stride1D.Dense> y = device.Accelerator.Allocate1D<int>(boxes.Length);

        device.Kernels.Get<SanitizeBoxes>().Launch(
            device.Accelerator.DefaultStream, x.View, y.View, new SanitizeBoxesShape(boxes.Length / 4, size, size, 0));

        int[] found = y.GetAsArray1D();
        Assert.That(Column(found, 0), Is.EqualTo(tensors.Integers($"sanitize.{size}_0_1.x1")));
        Assert.That(Column(found, 2), Is.EqualTo(tensors.Integers($"sanitize.{size}_0_1.x2")));
    }

    /// <summary>The golden masks [h, w, n] cut with the rule that the mask kernels share.</summary>
    private static void AssertCrop(GoldenEntry entry, string name, int padding)
    {
        using GoldenTensors tensors = new(entry.FilePath);
        int[] sizes = tensors.Sizes("crop.masks_hwn");
        float[] masks = tensors.Floats("crop.masks_hwn");
        float[] boxes = tensors.Floats("crop.boxes");
        for (int at = 0; at < masks.Length; at++)
        {
            int n = at % sizes[2];
            int column = at / sizes[2] % sizes[1];
            int row = at / sizes[2] / sizes[1];
            bool inside = IsKept(column, boxes[n * 4], boxes[(n * 4) + 2], sizes[1]) && IsKept(row, boxes[(n * 4) + 1], boxes[(n * 4) + 3], sizes[0]);
            masks[at] = inside ? masks[at] : 0;
        }

        Assert.That(masks, Is.EqualTo(tensors.Floats(name)));

        bool IsKept(int index, float a, float b, int size) =>
            index >= MaskCropping.First(a, b, size, padding, MaskCrop.PredictedBox)
            && index < MaskCropping.End(a, b, size, padding, MaskCrop.PredictedBox);
    }

    private static float[] Boxes(GoldenTensors tensors) =>
    [
        .. tensors.Floats("sanitize.x1").Zip(tensors.Floats("sanitize.x2")).SelectMany(pair => new[] { pair.First, 0, pair.Second, 1 }),
    ];

    private static IEnumerable<T> Column<T>(T[] boxes, int column) => boxes.Where((_, i) => i % 4 == column);
}
