using ILGPU.Runtime;
using NUnit.Framework;
using YolactGpu.Model.Inference;
using YolactGpu.Tests.Support;

namespace YolactGpu.Tests.Model.Inference;

public sealed class StagingBufferTests(string device) : AcceleratorFixture(device)
{
    [TestCase(1)]
    [TestCase(7)]
    [TestCase(1025)]
    public void What_is_written_comes_back(int length)
    {
        int[] values = [.. Enumerable.Range(3, length)];
        using MemoryBuffer1D<int, ILGPU.Stride1D.Dense> memory = Poisoned<int>(length + 2);
        using StagingBuffer<int> there = new(Accelerator);
        using StagingBuffer<int> back = new(Accelerator);

        values.CopyTo(there.Take(length));
        there.Write(Stream, memory.View.BaseView.SubView(1, length));
        back.Read(Stream, memory.View.BaseView);
        Stream.Synchronize();

        Assert.That(back.Values[..(length + 2)].ToArray(), Is.EqualTo((int[])[-1, .. values, -1]));
    }

    [Test]
    public void A_shorter_copy_leaves_what_lies_behind_it()
    {
        using MemoryBuffer1D<int, ILGPU.Stride1D.Dense> memory = Upload([5, 6]);
        using StagingBuffer<int> staging = new(Accelerator);
        new[] { 1, 2, 3, 4 }.CopyTo(staging.Take(4));

        staging.Read(Stream, memory.View.BaseView);
        Stream.Synchronize();

        Assert.That(staging.Values[..4].ToArray(), Is.EqualTo(new[] { 5, 6, 3, 4 }));
    }

    [Test]
    public void Memory_that_is_large_enough_is_kept()
    {
        using StagingBuffer<int> staging = new(Accelerator);
        staging.Take(100)[0] = 42;

        Assert.That(staging.Take(70)[0], Is.EqualTo(42));
        Assert.That(staging.Take(128)[0], Is.EqualTo(42), "a little more is there already");
    }
}
