using ILGPU;
using ILGPU.Runtime;
using NUnit.Framework;
using YolactGpu.Kernels.Convolution;
using YolactGpu.Kernels.Convolution.Simd;
using YolactGpu.Kernels.Elementwise;
using YolactGpu.Tests.Support;

namespace YolactGpu.Tests.Kernels.Convolution.Simd;

/// <summary>
/// Held against one convolution over the channels of both inputs, which are cut out of its input; what the second input holds between the
/// pixels that are read is NaN.
/// </summary>
public sealed class SimdPairConvolution2DTests(string device) : CpuAcceleratorFixture(device)
{
    [Test]
    public void Equals_one_convolution_of_all_channels([Values] SimdWidth width, [Range(0, 6)] int index)
    {
        (ConvolutionCase test, int first, int stride) = Case(index);

        test.Check(Accelerator, Launch(test, SimdPairConvolution2D.Load(Accelerator, width), first, stride));
    }

    [Test]
    public void Equals_one_convolution_of_all_channels_by_Strassens_algorithm([Values] SimdWidth width, [Values(2, 3, 4, 5)] int index)
    {
        (ConvolutionCase test, int first, int stride) = Case(index);

        test.Check(
            Accelerator,
            Launch(test, SimdPairConvolution2D.Load(Accelerator, width), first, stride, MatrixProduct.Strassen),
            looseness: 2);
    }

    [Test]
    public void Two_images_give_twice_what_one_gives([Values] SimdWidth width)
    {
        ConvolutionCase one = new(new(1, 7, 9, 48, 40, 1, 1, 1, 0, 1), true, false, Activation.Relu);
        ConvolutionCase two = one with { Shape = one.Shape with { Batch = 2 } };
        float[] x = RandomData.Floats((int)one.Shape.InputLength, seed: 1);
        float[] weights = RandomData.Floats((int)one.Shape.WeightLength, seed: 2);
        float[] bias = RandomData.Floats(one.Shape.OutputChannels, seed: 3);
        SimdPairConvolution2D kernel = SimdPairConvolution2D.Load(Accelerator, width);

        float[] single = one.Run(Accelerator, Launch(one, kernel, 16, 2), x, weights, bias, null);
        float[] twice = two.Run(Accelerator, Launch(two, kernel, 16, 2), [.. x, .. x], weights, bias, null);

        Assert.That(twice, Is.EqualTo(single.Concat(single)));
    }

    [TestCase(15, 3, 1, 1, Description = "channels of the first input that are no blocks")]
    [TestCase(16, 4, 1, 1, Description = "another number of pixels")]
    [TestCase(16, 3, 2, 1, Description = "a stride of the first")]
    [TestCase(16, 3, 1, 3, Description = "a filter of more than a pixel")]
    public void Refuses_what_is_no_pair(int channels, int width, int stride, int filter)
    {
        Convolution2DShape first = new(1, 3 * stride, 3 * stride, channels, 5, filter, filter, stride, filter / 2, 1);
        Convolution2DShape second = new(1, 3, width, 7, 5, 1, 1, 1, 0, 1);
        using MemoryBuffer1D<float, Stride1D.Dense> any = Poisoned<float>(1);

        Assert.That(
            () => SimdPairConvolution2D.Load(Accelerator).Launch(
                Stream, any.View, any.View, any.View, any.View, any.View, first, second, Activation.None),
            Throws.ArgumentException.With.Message.Contains("must be 1x1 convolutions"));
    }

    private static (ConvolutionCase Test, int First, int Stride) Case(int index) => index switch
    {
        0 => (Of(1, 1, 1, 17, 1), 16, 1),
        1 => (Of(2, 5, 7, 37, 33, Activation.Relu), 32, 2),
        2 => (Of(1, 23, 17, 128, 256, Activation.Relu), 64, 1),
        3 => (Of(1, 9, 11, 384, 70, Activation.Relu), 128, 2),
        4 => (Of(1, 5, 3, 768, 64, Activation.Tanh), 256, 2),
        5 => (Of(1, 4, 4, 1536, 40), 512, 3),
        _ => (Of(3, 3, 5, 1000, 35, bias: false), 720, 1),
    };

    private static ConvolutionCase Of(
        int batch, int height, int width, int channels, int outputs, Activation activation = Activation.None, bool bias = true) =>
        new(new(batch, height, width, channels, outputs, 1, 1, 1, 0, 1), bias, false, activation);

    private ConvolutionLaunch Launch(
        ConvolutionCase test,
        SimdPairConvolution2D kernel,
        int first,
        int stride,
        MatrixProduct product = MatrixProduct.Plain) => (x, weights, bias, _, y) =>
    {
        Convolution2DShape shape = test.Shape with { InputChannels = first };
        Convolution2DShape second = test.Shape with
        {
            InputHeight = ((test.Shape.InputHeight - 1) * stride) + 1,
            InputWidth = ((test.Shape.InputWidth - 1) * stride) + 1,
            InputChannels = test.Shape.InputChannels - first,
            Stride = stride,
        };
        float[] joined = new float[x.Length];
        x.CopyToCPU(Stream, joined);
        Stream.Synchronize();
        float[][] pixels = [.. joined.Chunk(test.Shape.InputChannels)];
        float[] spread = [.. Enumerable.Repeat(float.NaN, (int)second.InputLength)];
        for (int i = 0; i < pixels.Length; i++)
        {
            int column = i % shape.InputWidth * stride;
            int row = i / shape.InputWidth % shape.InputHeight * stride;
            int n = i / shape.InputWidth / shape.InputHeight;
            int at = (((n * second.InputHeight) + row) * second.InputWidth) + column;
            pixels[i].AsSpan(first).CopyTo(spread.AsSpan(at * second.InputChannels));
        }

        using MemoryBuffer1D<float, Stride1D.Dense> firstInput = Upload(pixels.SelectMany(pixel => pixel[..first]).ToArray());
        using MemoryBuffer1D<float, Stride1D.Dense> secondInput = Upload(spread);
        using MemoryBuffer1D<float, Stride1D.Dense> packed = Upload(kernel.PackWeights(weights, shape, second, product));
        kernel.Launch(Stream, firstInput.View, secondInput.View, packed.View, bias, y, shape, second, test.Activation, product);
        Accelerator.Synchronize();
    };
}
