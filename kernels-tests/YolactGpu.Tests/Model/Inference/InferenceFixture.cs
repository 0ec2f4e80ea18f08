using System.Runtime.InteropServices;
using System.Security.Cryptography;
using ILGPU;
using ILGPU.Runtime;
using NUnit.Framework;
using YolactGpu.Data.Imaging;
using YolactGpu.Graph.Execution;
using YolactGpu.Kernels;
using YolactGpu.Model.Inference;
using YolactGpu.Model.Weights;
using YolactGpu.Tests.Library;
using YolactGpu.Tests.Support;

namespace YolactGpu.Tests.Model.Inference;

/// <summary>The tiny network on the CPU device, run as on a GPU, with a stream that counts the host's waits.</summary>
public abstract class InferenceFixture
{
    private Context context = null!;
    private DeviceConstants constants = null!;

    private protected static PredictionFilter Filter { get; } = new(ScoreThreshold: 0.05f, TopK: 100);

    private protected Accelerator Accelerator { get; private set; } = null!;

    [OneTimeSetUp]
    public void CreateDevice()
    {
        (context, Accelerator) = Accelerators.Create("cpu");
        constants = new DeviceConstants(Accelerator);
    }

    [OneTimeTearDown]
    public void DisposeDevice()
    {
        constants.Dispose();
        Accelerator.Dispose();
        context.Dispose();
    }

    private protected static InferenceOptions AsOnGpus(AcceleratorStream stream) => new()
    {
        Stream = stream,
        Clock = on => new HostClock(on, waits: false),
        ReadsMasksAhead = true,
    };

    private protected static ImagePixels[] Images(int count, int width, int height) =>
    [
        .. Enumerable.Range(1, count).Select(i =>
        {
            RgbImage image = TinyNetwork.Image(width - (i * 3), height + i, seed: i);
            return new ImagePixels(image.Pixels, image.Width, image.Height);
        }),
    ];

    private protected static string[] Describe(CollectedInstances found) =>
    [
        .. found.Images.SelectMany(image => image.Select(Describe).Append("end")),
    ];

    private protected YolactInference Create(int batch, InferenceOptions options) => YolactInference.Create(
        TinyNetwork.Config,
        new FormulaWeights(TinyNetwork.Config.ClassCount),
        new LoweringContext(new KernelCache(Accelerator), new CompileOptions()),
        constants,
        new PlanShape(batch, TinyNetwork.Config.Input),
        options);

    private static string Describe(CollectedInstance item)
    {
        byte[] mask = SHA256.HashData(MemoryMarshal.AsBytes<uint>(item.MaskWords));
        return $"{item.ClassId} {BitConverter.SingleToInt32Bits(item.Score):x8} {item.Box} {Convert.ToHexString(mask)}";
    }
}
