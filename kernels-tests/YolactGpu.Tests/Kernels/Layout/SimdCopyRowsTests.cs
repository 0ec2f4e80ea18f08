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

    [TestCase(3, 5, 2, 7, 4, 13, 2)]
    [TestCase(2, 7001, 11, 13, 1, 77020, 9, Description = "runs that begin within rows")]
    [TestCase(1, 2, 40001, 40009, 8, 80003, 1, Description = "rows of several runs")]
    public void Copies_a_range_of_columns(int blocks, int rows, int columns, int sourceColumns, int first, int target, int offset)
    {
        float[] values = RandomData.Floats(blocks * rows * sourceColumns, seed: 3);
        float[] before = RandomData.Floats(blocks * target, seed: 4);
        float[] expected = [.. before];
        for (int row = 0; row < blocks * rows; row++)
        {
            int at = (row / rows * target) + offset + (row % rows * columns);
            values.AsSpan((row * sourceColumns) + first, columns).CopyTo(expected.AsSpan(at));
        }

        using MemoryBuffer1D<float, Stride1D.Dense> x = Upload(values);
        using MemoryBuffer1D<float, Stride1D.Dense> y = Upload(before);
        SimdCopyRows.Load(Accelerator).Launch(
            Stream, x.View, y.View, new CopyRowsShape(blocks, rows, columns, sourceColumns, first, target, offset));

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
