using ILGPU;
using ILGPU.Runtime;
using NUnit.Framework;

namespace YolactGpu.Tests.StandIns.Ilgpu;

public sealed class WarpTests(bool assertions) : IlgpuFixture(assertions)
{
    private const int Threads = 8;
    private const int Lanes = 4;

    [Test]
    public void Warps_have_four_lanes()
    {
        using MemoryBuffer1D<int, Stride1D.Dense> found = Zeros<int>(Threads);
        Accelerator.LoadStreamKernel<ArrayView<int>>(PlaceKernel)((1, Threads), found.View);

        Assert.That(Accelerator.WarpSize, Is.EqualTo(Lanes));
        Assert.That(found.GetAsArray1D(), Is.EqualTo([1400, 401, 402, 403, 1410, 411, 412, 413]));
    }

    [Test]
    public void Values_are_shuffled_within_a_warp()
    {
        int[][] found = Run(ShuffleKernel, 5);

        Assert.That(found[0], Is.EqualTo([12, 12, 12, 12, 16, 16, 16, 16]), "from lane 2");
        Assert.That(found[1], Is.EqualTo([11, 12, 13, 13, 15, 16, 17, 17]), "down 1");
        Assert.That(found[2], Is.EqualTo([10, 10, 11, 12, 14, 14, 15, 16]), "up 1");
        Assert.That(found[3], Is.EqualTo([13, 12, 11, 10, 17, 16, 15, 14]), "xor 3");
        Assert.That(found[4], Is.EqualTo([11, 11, 11, 11, 15, 15, 15, 15]), "broadcast of lane 1");
    }

    [Test]
    public void Values_are_shuffled_within_parts_of_a_warp()
    {
        int[][] found = Run(PartKernel, 3);

        Assert.That(found[0], Is.EqualTo([11, 11, 13, 13, 15, 15, 17, 17]), "down 1 of 2");
        Assert.That(found[1], Is.EqualTo([10, 10, 12, 12, 14, 14, 16, 16]), "up 1 of 2");
        Assert.That(found[2], Is.EqualTo([11, 10, 13, 12, 15, 14, 17, 16]), "xor 1 of 2");
    }

    [Test]
    public void Larger_values_are_shuffled_too()
    {
        using MemoryBuffer1D<double, Stride1D.Dense> found = Zeros<double>(Threads);
        Accelerator.LoadStreamKernel<ArrayView<double>>(SumKernel)((1, Threads), found.View);

        Assert.That(found.GetAsArray1D(), Is.EqualTo([6.5, 6.5, 6.5, 6.5, 22.5, 22.5, 22.5, 22.5]));
    }

    private int[][] Run(Action<ArrayView<int>> kernel, int rows)
    {
        using MemoryBuffer1D<int, Stride1D.Dense> found = Zeros<int>(rows * Threads);
        Accelerator.LoadStreamKernel(kernel)((1, Threads), found.View);
        return [.. found.GetAsArray1D().Chunk(Threads)];
    }

    private static void PlaceKernel(ArrayView<int> found) =>
        found[Group.IdxX] = (Warp.IsFirstLane ? 1000 : 0) + (100 * Warp.WarpSize) +
            (10 * Warp.WarpIdx) + Warp.LaneIdx;

    private static void ShuffleKernel(ArrayView<int> found)
    {
        int thread = Group.IdxX;
        int value = 10 + thread;
        found[thread] = Warp.Shuffle(value, 2);
        found[Threads + thread] = Warp.ShuffleDown(value, 1);
        found[(2 * Threads) + thread] = Warp.ShuffleUp(value, 1);
        found[(3 * Threads) + thread] = Warp.ShuffleXor(value, 3);
        found[(4 * Threads) + thread] = Warp.Broadcast(value, 1);
    }

    private static void PartKernel(ArrayView<int> found)
    {
        int thread = Group.IdxX;
        int value = 10 + thread;
        found[thread] = Warp.ShuffleDown(value, 1, 2);
        found[Threads + thread] = Warp.ShuffleUp(value, 1, 2);
        found[(2 * Threads) + thread] = Warp.ShuffleXor(value, 1, 2);
    }

    private static void SumKernel(ArrayView<double> found)
    {
        double sum = Group.IdxX + 0.125;
        for (int mask = Warp.WarpSize / 2; mask > 0; mask /= 2)
        {
            sum += Warp.ShuffleXor(sum, mask);
        }

        found[Group.IdxX] = sum;
    }
}
