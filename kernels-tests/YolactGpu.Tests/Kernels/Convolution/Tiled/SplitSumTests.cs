using ILGPU;
using ILGPU.Runtime;
using NUnit.Framework;
using YolactGpu.Kernels.Convolution.Tiled;
using YolactGpu.Kernels.Elementwise;
using YolactGpu.Tests.Support;

namespace YolactGpu.Tests.Kernels.Convolution.Tiled;

public sealed class SplitSumTests(string device) : AcceleratorFixture(device)
{
    [Test]
    public void Adds_the_parts_in_order_then_bias_and_residual([Values(1, 3, 16)] int parts)
    {
        const int Channels = 7;
        float[] partial = RandomData.Floats(parts * 91, seed: 1);
        float[] bias = RandomData.Floats(Channels, seed: 2);
        float[] residual = RandomData.Floats(91, seed: 3);
        using MemoryBuffer1D<float, Stride1D.Dense> partialBuffer = Upload(partial);
        using MemoryBuffer1D<float, Stride1D.Dense> biasBuffer = Upload(bias);
        using MemoryBuffer1D<float, Stride1D.Dense> residualBuffer = Upload(residual);
        using MemoryBuffer1D<float, Stride1D.Dense> y = Poisoned<float>(91);

        SplitSum.Load(Accelerator).Launch(
            Stream, partialBuffer.View, biasBuffer.View, residualBuffer.View, y.View, new SplitSumShape(parts, Channels, 91, 0, 0, Activation.Relu));

        Assert.That(y.GetAsArray1D(), Is.EqualTo(Enumerable.Range(0, 91).Select(i =>
        {
            float sum = 0;
            for (int part = 0; part < parts; part++)
            {
                sum += partial[(part * 91) + i];
            }

            sum += bias[i % Channels];
            sum += residual[i];
            return Math.Max(sum, 0);
        })));
    }

    [Test]
    public void Refuses_parts_of_the_wrong_length()
    {
        using MemoryBuffer1D<float, Stride1D.Dense> y = Poisoned<float>(4);

        Assert.That(
            () => SplitSum.Load(Accelerator).Launch(
                Stream, y.View, ArrayView<float>.Empty, ArrayView<float>.Empty, y.View, new SplitSumShape(2, 4, 4, 0, 0, Activation.None)),
            Throws.ArgumentException.With.Message.Contains("partial holds 4 elements; the shape needs 8"));
    }
}
