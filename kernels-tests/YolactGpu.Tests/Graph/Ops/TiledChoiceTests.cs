using ILGPU.Runtime;
using NUnit.Framework;
using YolactGpu.Graph.Execution;
using YolactGpu.Graph.IR;
using YolactGpu.Graph.Ops;
using YolactGpu.Kernels;
using YolactGpu.Kernels.Convolution;
using YolactGpu.Kernels.Convolution.Tiled.TensorCores;
using YolactGpu.Tests.Golden;
using YolactGpu.Tests.Support;

namespace YolactGpu.Tests.Graph.Ops;

/// <summary>What GPUs choose, and that it computes the same; what precisions devices refuse.</summary>
public sealed class TiledChoiceTests(string device) : AcceleratorFixture(device)
{
    private static readonly Convolution2DShape Small = new(1, 9, 9, 256, 256, 3, 3, 1, 1, 1);

    [Test]
    public void Takes_tiles_on_a_GPU_and_registers_where_OpenCL_is_a_processor()
    {
        NeedsAGpu();

        Assert.That(
            Choose(Small).Method,
            Is.EqualTo(TiledChoice.IsProcessor(Accelerator) ? ConvolutionMethod.Registers : ConvolutionMethod.Tiled));
        Assert.That(Choose(Small).Reason, Does.StartWith("rule: "));
    }

    [Test]
    public void Cuts_the_sum_of_a_batch_as_that_of_one_image()
    {
        NeedsAGpu();

        Assert.That(Choose(Small with { Batch = 7 }).Tile.Splits, Is.EqualTo(Choose(Small).Tile.Splits));
    }

    [Test]
    public void Computes_what_the_plain_kernel_does([Values(3, 16, 33)] int inputs, [Values(8, 243)] int outputs)
    {
        GraphBuilder builder = new();
        Value x = builder.Input("x", TensorType.Float32(2, 11, 9, inputs));
        Value y = builder.Add(
            "y",
            new Convolution2DOp(2, 1, 1, YolactGpu.Kernels.Elementwise.Activation.Relu, HasBias: false, HasResidual: false),
            x,
            RandomNetwork.Weight("w", 2, inputs * 9, outputs, inputs, 3, 3));
        builder.Output("y", y);
        Dictionary<string, float[]> input = new() { ["x"] = RandomData.Floats((int)x.Shape.Length, seed: 5) };

        float[] chosen = OneOpRunner.Run(Context(new CompileOptions()), builder.Build(), input)["y"];
        float[] plain = OneOpRunner.Run(Context(new CompileOptions { PlainKernelsOnly = true }), builder.Build(), input)["y"];

        Assert.That(chosen, Is.EqualTo(plain).Within(2e-5));
    }

    [Test]
    public void Refuses_a_precision_that_the_device_has_not(
        [Values(ConvolutionPrecision.TensorFloat32, ConvolutionPrecision.Float16)] ConvolutionPrecision precision)
    {
        if (TensorCoreConvolution2D.IsSupported(Accelerator))
        {
            Assert.That(Choose(Small, precision).Method, Is.EqualTo(ConvolutionMethod.TensorCores));
            return;
        }

        Assert.That(
            () => Choose(Small, precision),
            Throws.InstanceOf<GraphException>().With.Message.Contains($"cannot compute in {precision}: that takes a CUDA device"));
    }

    private ConvolutionChoice Choose(Convolution2DShape shape, ConvolutionPrecision precision = ConvolutionPrecision.Float32) =>
        ConvolutionChoice.For(new ConvolutionLayer(shape), Context(new CompileOptions { Precision = precision }));

    private LoweringContext Context(CompileOptions options) => new(new KernelCache(Accelerator), options);

    private void NeedsAGpu()
    {
        if (Accelerator.AcceleratorType == AcceleratorType.CPU)
        {
            Assert.Ignore("The CPU accelerator has kernels of its own.");
        }
    }
}
