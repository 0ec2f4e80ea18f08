using ILGPU;
using ILGPU.Runtime;
using NUnit.Framework;
using YolactGpu.Kernels.Convolution.Tiled;
using YolactGpu.Tests.Support;

namespace YolactGpu.Tests.Kernels.Convolution.Tiled;

public sealed class RegisterConvolution2DTests(string device) : AcceleratorFixture(device)
{
    private RegisterConvolution2D kernel = null!;

    [OneTimeSetUp]
    public void Load() => kernel = RegisterConvolution2D.Load(Accelerator);

    [TestCaseSource(typeof(ConvolutionCase), nameof(ConvolutionCase.All))]
    public void Equals_the_reference(ConvolutionCase test)
    {
        test.Check(Accelerator, AlignedViews.Of(Accelerator, (x, weights, bias, residual, y) =>
        {
            using MemoryBuffer1D<float, Stride1D.Dense> packed = Upload(RegisterConvolution2D.PackWeights(weights, test.Shape));
            kernel.Launch(Stream, x, packed.View, bias, residual, y, test.Shape, test.Activation);
            Accelerator.Synchronize();
        }));
    }
}
