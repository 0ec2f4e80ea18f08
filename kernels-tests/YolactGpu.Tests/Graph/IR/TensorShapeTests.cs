using NUnit.Framework;
using YolactGpu.Graph.IR;

namespace YolactGpu.Tests.Graph.IR;

public sealed class TensorShapeTests
{
    [Test]
    public void Knows_its_sizes()
    {
        TensorShape shape = new(2, 3, 5, 7);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(shape.Rank, Is.EqualTo(4));
            Assert.That(shape.Length, Is.EqualTo(210));
            Assert.That(Enumerable.Range(0, 4).Select(axis => shape[axis]), Is.EqualTo(new[] { 2, 3, 5, 7 }));
            Assert.That(shape.ToString(), Is.EqualTo("[2, 3, 5, 7]"));
            Assert.That(new TensorShape(6).ToString(), Is.EqualTo("[6]"));
        }
    }

    [Test]
    public void Length_does_not_overflow() =>
        Assert.That(new TensorShape(70_000, 70_000).Length, Is.EqualTo(4_900_000_000));

    [Test]
    public void Equal_sizes_of_another_rank_are_another_shape()
    {
        TensorShape shape = new(3, 1);

        Assert.That(shape == new TensorShape(3, 1), Is.True);
        Assert.That(shape.GetHashCode(), Is.EqualTo(new TensorShape(3, 1).GetHashCode()));
        Assert.That(shape != new TensorShape(3), Is.True);
        Assert.That(shape != new TensorShape(1, 3), Is.True);
    }

    [TestCase(new int[0], "[] is no tensor shape")]
    [TestCase(new[] { 1, 2, 3, 4, 5 }, "[1, 2, 3, 4, 5] is no tensor shape")]
    [TestCase(new[] { 4, 0 }, "[4, 0] is no tensor shape")]
    [TestCase(new[] { -1 }, "[-1] is no tensor shape")]
    public void Refuses_what_is_no_shape(int[] sizes, string message) =>
        Assert.That(() => new TensorShape(sizes), Throws.TypeOf<GraphException>().With.Message.Contains(message));

    [TestCase(2)]
    [TestCase(-1)]
    public void Refuses_an_axis_that_it_does_not_have(int axis) =>
        Assert.That(
            () => new TensorShape(3, 4)[axis],
            Throws.TypeOf<GraphException>().With.Message.EqualTo($"[3, 4] has no axis {axis}."));

    [Test]
    public void A_type_says_its_size_and_element()
    {
        Assert.That(TensorType.Float32(2, 3).SizeInBytes, Is.EqualTo(24));
        Assert.That(TensorType.Float32(2, 3).ToString(), Is.EqualTo("[2, 3]"));
        Assert.That(TensorType.Int32(2, 3).ToString(), Is.EqualTo("int [2, 3]"));
        Assert.That(TensorType.Int32(2, 3), Is.Not.EqualTo(TensorType.Float32(2, 3)));
    }
}
