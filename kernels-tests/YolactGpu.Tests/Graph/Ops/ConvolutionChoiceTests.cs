using ILGPU.Runtime;
using NUnit.Framework;
using YolactGpu.Graph.Execution;
using YolactGpu.Graph.Ops;
using YolactGpu.Kernels;
using YolactGpu.Kernels.Convolution;
using YolactGpu.Tests.Support;

namespace YolactGpu.Tests.Graph.Ops;

public sealed class ConvolutionChoiceTests(string device) : AcceleratorFixture(device)
{
    private static readonly Convolution2DShape Filter3x3 = new(1, 69, 69, 256, 256, 3, 3, 1, 1, 1);

    [Test]
    public void Takes_the_plain_kernel_where_no_other_is_wanted() =>
        Assert.That(Choose(Filter3x3, new CompileOptions { PlainKernelsOnly = true }), Is.EqualTo(ConvolutionMethod.Plain));

    [Test]
    public void Takes_the_plain_sum_where_winograd_is_turned_off()
    {
        NeedsTheCpu();

        Assert.That(Choose(Filter3x3, new CompileOptions { AllowWinograd = false }), Is.EqualTo(ConvolutionMethod.Direct));
    }

    [TestCase(138, 128, 128, ConvolutionMethod.Winograd3, 2, Description = "stride 2")]
    [TestCase(35, 512, 512, ConvolutionMethod.Winograd3, 2, Description = "stride 2 on a small map")]
    [TestCase(138, 256, 256, ConvolutionMethod.Winograd6, Description = "large maps")]
    [TestCase(138, 64, 64, ConvolutionMethod.Winograd6, Description = "few channels")]
    [TestCase(35, 256, 256, ConvolutionMethod.Winograd6, Description = "maps that large patches just fill")]
    [TestCase(25, 256, 256, ConvolutionMethod.Winograd4, Description = "maps that large patches do not fill")]
    [TestCase(18, 512, 512, ConvolutionMethod.Winograd4, Description = "small maps")]
    public void Takes_the_larger_winograd_where_patches_and_channels_are_many(
        int size, int inputs, int outputs, ConvolutionMethod expected, int stride = 1)
    {
        NeedsTheCpu();
        Convolution2DShape shape = new(1, size, size, inputs, outputs, 3, 3, stride, 1, 1);

        Assert.That(Choose(shape, new CompileOptions()), Is.EqualTo(expected));
    }

    [Test]
    public void Takes_winograd_of_cells_for_the_first_layer_of_a_backbone()
    {
        NeedsTheCpu();

        Assert.That(
            Choose(new Convolution2DShape(1, 550, 550, 3, 64, 7, 7, 2, 3, 1), new CompileOptions()), Is.EqualTo(ConvolutionMethod.Winograd5));
    }

    [TestCase(1, 16, 3, 3, 1, ConvolutionMethod.Direct, Description = "one pixel: most of a patch would hang over")]
    [TestCase(5, 256, 3, 3, 1, ConvolutionMethod.Direct, Description = "few pixels: the weights are what takes time")]
    [TestCase(69, 64, 1, 1, 1, ConvolutionMethod.Direct, Description = "little depth")]
    [TestCase(69, 3, 3, 3, 1, ConvolutionMethod.Direct, Description = "three channels")]
    [TestCase(69, 250, 3, 3, 1, ConvolutionMethod.Direct, Description = "not whole blocks of channels")]
    [TestCase(69, 256, 1, 1, 1, ConvolutionMethod.Strassen, Description = "1x1")]
    [TestCase(69, 256, 3, 3, 3, ConvolutionMethod.Strassen, Description = "stride 3")]
    [TestCase(69, 256, 3, 1, 1, ConvolutionMethod.Strassen, Description = "not square")]
    public void Takes_a_product_of_matrices_where_winograd_does_not_pay_or_fit(
        int size, int inputs, int filterHeight, int filterWidth, int stride, ConvolutionMethod expected)
    {
        NeedsTheCpu();
        Convolution2DShape shape = new(1, size, size, inputs, 256, filterHeight, filterWidth, stride, 1, 1);

        Assert.That(Choose(shape, new CompileOptions()), Is.EqualTo(expected));
    }

    [Test]
    public void Says_why() => Assert.That(
        ConvolutionChoice.For(new ConvolutionLayer(Filter3x3), new LoweringContext(new KernelCache(Accelerator), new CompileOptions())).Reason,
        Is.Not.Empty);

    private ConvolutionMethod Choose(Convolution2DShape shape, CompileOptions options) =>
        ConvolutionChoice.For(new ConvolutionLayer(shape), new LoweringContext(new KernelCache(Accelerator), options)).Method;

    private void NeedsTheCpu()
    {
        if (Accelerator.AcceleratorType != AcceleratorType.CPU)
        {
            Assert.Ignore("Only the CPU accelerator has these kernels.");
        }
    }
}
