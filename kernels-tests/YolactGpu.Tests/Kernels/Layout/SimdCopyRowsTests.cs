using ILGPU;
using ILGPU.Runtime;
using NUnit.Framework;
using YolactGpu.Kernels.Layout;
using YolactGpu.Tests.Support;

namespace YolactGpu.Tests.Kernels.Layout;

public sealed class SimdCopyRowsTests(string device) : CpuAcceleratorFixture(device)
{
    [TestCase(1, 1, 3, 2)]
    [TestCase(3, 5, 11, 4)]
    [TestCase(2, 70001, 70011, 7, Description = "several runs in each block")]
    public void Copies_each_block_to_its_place_and_leaves_the_rest(int blocks, int source, int target, int offset)
    {
        float[] values = RandomData.Floats(blocks * source, seed: 1);
        float[] before = RandomData.Floats(blocks * target, seed: 2);
        float[] expected = [.. before];
        for (int n = 0; n < blocks; n++)
        {
            values.AsSpan(n * source, source).CopyTo(expected.AsSpan((n * target) + offset));
        }

        using MemoryBuffer1D<float, Stride1D.Dense> x = Upload(values);
        using MemoryBuffer1D<float, Stride1D.Dense> y = Upload(before);
        SimdCopyRows.Load(Accelerator).Launch(Stream, x.View, y.View, new CopyRowsShape(blocks, source, target, offset));

        Assert.That(y.GetAsArray1D(), Is.EqualTo(expected));
    }

    [Test]
    public void Refuses_a_part_that_does_not_fit()
    {
        using MemoryBuffer1D<float, Stride1D.Dense> x = Poisoned<float>(3);
        using MemoryBuffer1D<float, Stride1D.Dense> y = Poisoned<float>(4);

        Assert.That(
            () => SimdCopyRows.Load(Accelerator).Launch(Stream, x.View, y.View, new CopyRowsShape(1, 3, 4, 2)),
            Throws.ArgumentException.With.Message.Contains("reaches beyond"));
    }
}
