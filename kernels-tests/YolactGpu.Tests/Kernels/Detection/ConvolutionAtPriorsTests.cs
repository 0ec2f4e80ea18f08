using NUnit.Framework;
using YolactGpu.Kernels.Detection;
using YolactGpu.Kernels.Elementwise;
using YolactGpu.Tests.Support;

namespace YolactGpu.Tests.Kernels.Detection;

public sealed class ConvolutionAtPriorsTests(string device) : AcceleratorFixture(device)
{
    [TestCaseSource(typeof(ConvolutionAtPriorsCase), nameof(ConvolutionAtPriorsCase.All))]
    public void Equals_the_reference(ConvolutionAtPriorsCase test) => test.Check(Accelerator, ConvolutionAtPriors.Load(Accelerator).Launch);

    [Test]
    public void Refuses_channels_that_are_not_the_same_for_each_anchor()
    {
        ConvolutionAtPriorsCase test = new(new(new(1, 2, 2, 3, 10, 1, 1, 1, 0, 1), 3, 0, 4), HasBias: false, Activation.None);

        Assert.That(() => test.Run(Accelerator, ConvolutionAtPriors.Load(Accelerator).Launch), Throws.InstanceOf<ArgumentException>());
    }
}
