using ILGPU;
using ILGPU.Runtime;
using NUnit.Framework;
using YolactGpu.Kernels.Boxes;
using YolactGpu.Tests.Reference;
using YolactGpu.Tests.Support;

namespace YolactGpu.Tests.Kernels.Boxes;

public sealed class IoUMatrixTests(string device) : AcceleratorFixture(device)
{
    private static readonly float[] Whole = [0, 0, 1, 1];

    [TestCase(1, 1, IoUForm.Union)]
    [TestCase(7, 13, IoUForm.Union)]
    [TestCase(13, 7, IoUForm.Crowd)]
    public void Equals_the_reference(int firstCount, int secondCount, IoUForm form)
    {
        float[] a = BoxData.OnGrid(firstCount, seed: 1);
        float[] b = BoxData.OnGrid(secondCount, seed: 2);

        float[] y = Overlaps(a, b, new IoUMatrixShape(1, firstCount, secondCount, form));

        Assert.That(y, Is.EqualTo(IoUReference.Matrix(a, b, form == IoUForm.Crowd)).Within(5e-7));
    }

    [Test]
    public void A_batch_of_two_equals_two_batches_of_one()
    {
        float[] a = BoxData.OnGrid(2 * 3, seed: 3);
        float[] b = BoxData.OnGrid(2 * 5, seed: 4);

        float[] both = Overlaps(a, b, new IoUMatrixShape(2, 3, 5, IoUForm.Union));

        IoUMatrixShape one = new(1, 3, 5, IoUForm.Union);
        Assert.That(both, Is.EqualTo(Overlaps(a[..12], b[..20], one).Concat(Overlaps(a[12..], b[20..], one))));
    }

    [Test]
    public void Is_one_for_equal_boxes_and_zero_for_boxes_that_touch() => Assert.That(
        Overlaps([0, 0, 0.5f, 1], [0, 0, 0.5f, 1, 0.5f, 0, 1, 1], new IoUMatrixShape(1, 1, 2, IoUForm.Union)),
        Is.EqualTo<float[]>([1f, 0f]));

    [Test]
    public void Divides_by_the_first_box_for_a_crowd() => Assert.That(
        Overlaps([0, 0, 0.5f, 0.5f], Whole, new IoUMatrixShape(1, 1, 1, IoUForm.Crowd)), Is.EqualTo<float[]>([1f]));

    [Test]
    public void Is_nan_for_two_boxes_without_area_and_zero_for_one() => Assert.That(
        Overlaps(
            [0.5f, 0.5f, 0.5f, 0.5f], [0.5f, 0.5f, 0.5f, 0.5f, .. Whole], new IoUMatrixShape(1, 1, 2, IoUForm.Union)),
        Is.EqualTo<float[]>([float.NaN, 0f]));

    [Test]
    public void Is_nan_for_a_nan_wherever_it_stands([Range(0, 3)] int position, [Values] IoUForm form)
    {
        float[] box = [.. Whole];
        box[position] = float.NaN;

        Assert.That(Overlaps(box, Whole, new IoUMatrixShape(1, 1, 1, form)), Has.All.NaN);
        Assert.That(Overlaps(Whole, box, new IoUMatrixShape(1, 1, 1, form)), Has.All.NaN);
    }

    [Test]
    public void Refuses_an_output_of_the_wrong_length()
    {
        using MemoryBuffer1D<float, Stride1D.Dense> a = Upload(Whole);
        using MemoryBuffer1D<float, Stride1D.Dense> y = Poisoned<float>(2);

        Assert.That(
            () => IoUMatrix.Load(Accelerator).Launch(
                Stream, a.View, a.View, y.View, new IoUMatrixShape(1, 1, 1, IoUForm.Union)),
            Throws.ArgumentException.With.Message.Contains("y holds 2 elements; the shape needs 1"));
    }

    private float[] Overlaps(float[] first, float[] second, IoUMatrixShape shape)
    {
        using MemoryBuffer1D<float, Stride1D.Dense> a = Upload(first);
        using MemoryBuffer1D<float, Stride1D.Dense> b = Upload(second);
        using MemoryBuffer1D<float, Stride1D.Dense> y = Poisoned<float>(shape.OutputLength);
        IoUMatrix.Load(Accelerator).Launch(Stream, a.View, b.View, y.View, shape);
        return y.GetAsArray1D();
    }
}
