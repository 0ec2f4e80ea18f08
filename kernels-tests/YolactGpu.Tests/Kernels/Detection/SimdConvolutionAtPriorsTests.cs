using NUnit.Framework;
using YolactGpu.Kernels.Detection;
using YolactGpu.Tests.Support;

namespace YolactGpu.Tests.Kernels.Detection;

public sealed class SimdConvolutionAtPriorsTests(string device) : CpuAcceleratorFixture(device)
{
    [TestCaseSource(typeof(ConvolutionAtPriorsCase), nameof(ConvolutionAtPriorsCase.All))]
    public void Equals_the_reference(ConvolutionAtPriorsCase test) => test.Check(Accelerator, SimdConvolutionAtPriors.Load(Accelerator).Launch);

    [Test]
    public void Two_images_give_twice_what_one_gives()
    {
        ConvolutionAtPriorsCase one = ConvolutionAtPriorsCase.All.First(test => test.Shape.Convolution.Batch == 1 && test.HasBias);
        ConvolutionAtPriorsCase two = one with
        {
            Shape = one.Shape with { Convolution = one.Shape.Convolution with { Batch = 2 } },
        };
        SimdConvolutionAtPriors kernel = SimdConvolutionAtPriors.Load(Accelerator);

        float[] single = one.Run(Accelerator, kernel.Launch);
        float[] twice = two.Run(Accelerator, kernel.Launch, [.. one.X, .. one.X], [.. one.Priors, .. one.Priors]);

        Assert.That(twice, Is.EqualTo(single.Concat(single)));
    }
}
