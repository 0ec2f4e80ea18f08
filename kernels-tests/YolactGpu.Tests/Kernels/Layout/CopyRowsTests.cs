using ILGPU;
using ILGPU.Runtime;
using NUnit.Framework;
using YolactGpu.Kernels.Layout;
using YolactGpu.Tests.Support;

namespace YolactGpu.Tests.Kernels.Layout;

public sealed class CopyRowsTests(string device) : AcceleratorFixture(device)
{
    [TestCase(1, 1, 1, 0)]
    [TestCase(1, 1, 3, 2)]
    [TestCase(3, 5, 11, 4)]
    [TestCase(2, 7, 7, 0, Description = "the whole block")]
    [TestCase(3, 6007, 6011, 3, Description = "runs of the CPU accelerator that cross blocks")]
    public void Copies_each_block_to_its_place_and_leaves_the_rest(int blocks, int source, int target, int offset)
    {
        float[] values = RandomData.Floats(blocks * source, seed: 1);
        float[] before = RandomData.Floats(blocks * target, seed: 2);
        IEnumerable<float> expected = before.Chunk(target).Zip(
            values.Chunk(source),
            (whole, part) => whole[..offset].Concat(part).Concat(whole[(offset + source)..])).SelectMany(block => block);

        Assert.That(Copy(values, before, new CopyRowsShape(blocks, source, target, offset)), Is.EqualTo(expected));
    }

    [Test]
    public void Parts_side_by_side_make_a_whole()
    {
        float[] expected = [1, 2, 10, 3, 4, 20];
        float[] joined = Copy([1, 2, 3, 4], new float[6], new CopyRowsShape(2, 2, 3, 0));

        Assert.That(Copy([10, 20], joined, new CopyRowsShape(2, 1, 3, 2)), Is.EqualTo(expected));
    }

    [TestCase(1, 1, 1, 2, 1, 3, 1)]
    [TestCase(3, 5, 2, 7, 4, 13, 2)]
    [TestCase(2, 4, 3, 3, 0, 12, 0, Description = "all columns")]
    [TestCase(2, 2003, 5, 11, 3, 10021, 6, Description = "runs of the CPU accelerator that begin within rows")]
    public void Copies_a_range_of_columns(int blocks, int rows, int columns, int sourceColumns, int first, int target, int offset)
    {
        float[] values = RandomData.Floats(blocks * rows * sourceColumns, seed: 3);
        float[] before = RandomData.Floats(blocks * target, seed: 4);
        IEnumerable<float> expected = before.Chunk(target).Zip(
            values.Chunk(rows * sourceColumns),
            (whole, block) => whole[..offset]
                .Concat(block.Chunk(sourceColumns).SelectMany(row => row[first..(first + columns)]))
                .Concat(whole[(offset + (rows * columns))..])).SelectMany(block => block);

        Assert.That(
            Copy(values, before, new CopyRowsShape(blocks, rows, columns, sourceColumns, first, target, offset)), Is.EqualTo(expected));
    }

    [TestCase(-1)]
    [TestCase(3)]
    [TestCase(int.MaxValue, Description = "offset and length together overflow")]
    public void Refuses_columns_that_a_row_does_not_have(int first)
    {
        using MemoryBuffer1D<float, Stride1D.Dense> x = Poisoned<float>(8);
        using MemoryBuffer1D<float, Stride1D.Dense> y = Poisoned<float>(4);

        Assert.That(
            () => CopyRows.Load(Accelerator).Launch(Stream, x.View, y.View, new CopyRowsShape(1, 2, 2, 4, first, 4, 0)),
            Throws.ArgumentException.With.Message.Contains("reaches beyond the row that it copies from"));
    }

    [TestCase(-1)]
    [TestCase(2)]
    [TestCase(int.MaxValue, Description = "offset and length together overflow")]
    public void Refuses_a_part_that_does_not_fit(int offset)
    {
        using MemoryBuffer1D<float, Stride1D.Dense> x = Poisoned<float>(3);
        using MemoryBuffer1D<float, Stride1D.Dense> y = Poisoned<float>(4);

        Assert.That(
            () => CopyRows.Load(Accelerator).Launch(Stream, x.View, y.View, new CopyRowsShape(1, 3, 4, offset)),
            Throws.ArgumentException.With.Message.Contains($"TargetOffset = {offset} }} reaches beyond"));
    }

    [TestCase(5, 8, "x holds 5 elements; the shape needs 6")]
    [TestCase(6, 9, "y holds 9 elements; the shape needs 8")]
    public void Refuses_lengths_that_the_shape_does_not_have(int source, int target, string message)
    {
        using MemoryBuffer1D<float, Stride1D.Dense> x = Poisoned<float>(source);
        using MemoryBuffer1D<float, Stride1D.Dense> y = Poisoned<float>(target);

        Assert.That(
            () => CopyRows.Load(Accelerator).Launch(Stream, x.View, y.View, new CopyRowsShape(2, 3, 4, 1)),
            Throws.ArgumentException.With.Message.Contains(message));
    }

    private float[] Copy(float[] source, float[] target, CopyRowsShape shape)
    {
        using MemoryBuffer1D<float, Stride1D.Dense> x = Upload(source);
        using MemoryBuffer1D<float, Stride1D.Dense> y = Upload(target);
        CopyRows.Load(Accelerator).Launch(Stream, x.View, y.View, shape);
        return y.GetAsArray1D();
    }
}
