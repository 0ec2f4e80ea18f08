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
    public void Copies_each_block_to_its_place_and_leaves_the_rest(int blocks, int source, int target, int offset) =>
        CheckAgainstPlain(target * blocks, new CopyRowsShape(blocks, source, target, offset));

    [TestCase(3, 5, 2, 7, 4, 13, 2)]
    [TestCase(2, 7001, 11, 13, 1, 77020, 9, Description = "runs that begin within rows")]
    [TestCase(1, 2, 40001, 40009, 8, 80003, 1, Description = "rows of several runs")]
    public void Copies_a_range_of_columns(int blocks, int rows, int columns, int sourceColumns, int first, int target, int offset) =>
        CheckAgainstPlain(
            target * blocks, new CopyRowsShape(blocks, rows, columns, sourceColumns, first, target, offset));

    [Test]
    public void Copies_all_parts_in_one_launch([Values(1, 3)] int blocks)
    {
        const int Target = 30000 + 7 + 9001 + 5;
        CheckAgainstPlain(
            blocks * Target,
            new CopyRowsShape(blocks, 10000, 3, 5, 1, Target, 0),
            new CopyRowsShape(blocks, 1, 7, 8, 1, Target, 30000),
            new CopyRowsShape(blocks, 9001, Target, 30007));
    }

    [Test]
    public void Refuses_a_part_that_does_not_fit()
    {
        using MemoryBuffer1D<float, Stride1D.Dense> x = Poisoned<float>(3);
        using MemoryBuffer1D<float, Stride1D.Dense> y = Poisoned<float>(4);

        Assert.That(
            () => new CopyParts([x.View.BaseView], y.View, [new CopyRowsShape(1, 3, 4, 2)]),
            Throws.ArgumentException.With.Message.Contains("reaches beyond"));
    }

    private void CheckAgainstPlain(int target, params ReadOnlySpan<CopyRowsShape> shapes)
    {
        float[] before = RandomData.Floats(target, seed: 2);
        using MemoryBuffer1D<float, Stride1D.Dense> y = Upload(before);
        using MemoryBuffer1D<float, Stride1D.Dense> expected = Upload(before);
        List<MemoryBuffer1D<float, Stride1D.Dense>> sources = [];
        foreach (CopyRowsShape shape in shapes)
        {
            sources.Add(Upload(RandomData.Floats(shape.Blocks * shape.Rows * shape.SourceRowLength, seed: 3 + sources.Count)));
            CopyRows.Load(Accelerator).Launch(Stream, sources[^1].View, expected.View, shape);
        }

        CopyParts parts = new([.. sources.Select(source => source.View.BaseView)], y.View, shapes);
        SimdCopyRows.Load(Accelerator).Launch(Stream, parts);

        Assert.That(y.GetAsArray1D(), Is.EqualTo(expected.GetAsArray1D()));
        sources.ForEach(source => source.Dispose());
    }
}
