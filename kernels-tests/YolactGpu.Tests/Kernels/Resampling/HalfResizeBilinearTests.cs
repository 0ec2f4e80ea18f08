using ILGPU;
using ILGPU.Runtime;
using NUnit.Framework;
using YolactGpu.Kernels.Resampling;
using YolactGpu.Tests.Reference;
using YolactGpu.Tests.Support;

namespace YolactGpu.Tests.Kernels.Resampling;

public sealed class HalfResizeBilinearTests(string device) : AcceleratorFixture(device)
{
    [TestCase(1, 1, 1, 3, 5, 2)]
    [TestCase(2, 5, 7, 9, 13, 8)]
    [TestCase(1, 18, 18, 35, 35, 4)]
    public void Is_the_reference_rounded_once(int batch, int height, int width, int outputHeight, int outputWidth, int channels)
    {
        float[] values = Halves.Round(RandomData.Floats(batch * height * width * channels, seed: 5));
        ResizeBilinearShape shape = new(batch, height, width, outputHeight, outputWidth, channels);
        using MemoryBuffer1D<float, Stride1D.Dense> x = Upload(Halves.Pack(values));
        using MemoryBuffer1D<float, Stride1D.Dense> y = Poisoned<float>(shape.OutputLength / 2);

        HalfResizeBilinear.Load(Accelerator).Launch(Stream, x.View, y.View, shape);

        double[] expected = ResizeBilinearReference.Compute(
            [.. values.Select(value => (double)value)], batch, height, width, outputHeight, outputWidth, channels);
        float[] actual = Halves.Unpack(y.GetAsArray1D());
        for (int i = 0; i < actual.Length; i++)
        {
            // Half a unit of FP16, and what a float32 place among 18 pixels is off times the step between two of them.
            Assert.That(actual[i], Is.EqualTo(expected[i]).Within((Math.Pow(2, -11) * Math.Abs(expected[i])) + 4e-6), $"y[{i}]");
        }
    }
}
