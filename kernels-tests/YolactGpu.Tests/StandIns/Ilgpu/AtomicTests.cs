using ILGPU;
using ILGPU.Runtime;
using NUnit.Framework;

namespace YolactGpu.Tests.StandIns.Ilgpu;

public sealed class AtomicTests(bool assertions) : IlgpuFixture(assertions)
{
    private const int Count = 1000;

    [Test]
    public void Sums_lose_nothing()
    {
        using MemoryBuffer1D<int, Stride1D.Dense> ints = Zeros<int>(1);
        using MemoryBuffer1D<uint, Stride1D.Dense> uints = Zeros<uint>(1);
        using MemoryBuffer1D<long, Stride1D.Dense> longs = Zeros<long>(1);
        using MemoryBuffer1D<ulong, Stride1D.Dense> ulongs = Zeros<ulong>(1);
        using MemoryBuffer1D<float, Stride1D.Dense> floats = Zeros<float>(1);
        using MemoryBuffer1D<double, Stride1D.Dense> doubles = Zeros<double>(1);
        Accelerator.LoadAutoGroupedStreamKernel<Index1D, ArrayView<int>, ArrayView<uint>, ArrayView<long>,
            ArrayView<ulong>, ArrayView<float>, ArrayView<double>>(AddKernel)(
            Count, ints.View, uints.View, longs.View, ulongs.View, floats.View, doubles.View);
        const int Sum = Count * (Count - 1) / 2;

        Assert.That(ints.GetAsArray1D()[0], Is.EqualTo(-Sum));
        Assert.That(uints.GetAsArray1D()[0], Is.EqualTo((uint)Sum));
        Assert.That(longs.GetAsArray1D()[0], Is.EqualTo(-(long)Sum << 32));
        Assert.That(ulongs.GetAsArray1D()[0], Is.EqualTo((ulong)Sum << 32));
        Assert.That(floats.GetAsArray1D()[0], Is.EqualTo((float)Sum));
        Assert.That(doubles.GetAsArray1D()[0], Is.EqualTo(0.5 * Sum));
    }

    [Test]
    public void Extremes_are_found()
    {
        using MemoryBuffer1D<int, Stride1D.Dense> ints = Accelerator.Allocate1D([int.MinValue, int.MaxValue]);
        using MemoryBuffer1D<uint, Stride1D.Dense> uints = Accelerator.Allocate1D(new uint[] { 0, uint.MaxValue });
        using MemoryBuffer1D<float, Stride1D.Dense> floats =
            Accelerator.Allocate1D([float.NegativeInfinity, float.PositiveInfinity]);
        using MemoryBuffer1D<double, Stride1D.Dense> doubles =
            Accelerator.Allocate1D([double.NegativeInfinity, double.PositiveInfinity]);
        Accelerator.LoadAutoGroupedStreamKernel<Index1D, ArrayView<int>, ArrayView<uint>, ArrayView<float>,
            ArrayView<double>>(ExtremeKernel)(Count, ints.View, uints.View, floats.View, doubles.View);

        Assert.That(ints.GetAsArray1D(), Is.EqualTo([499, -500]));
        Assert.That(uints.GetAsArray1D(), Is.EqualTo(new uint[] { 2_000_000_999, 2_000_000_000 }));
        Assert.That(floats.GetAsArray1D(), Is.EqualTo([249.5f, -250f]));
        Assert.That(doubles.GetAsArray1D(), Is.EqualTo([249.5, -250]));
    }

    [Test]
    public void Bits_are_set_cleared_and_toggled()
    {
        using MemoryBuffer1D<uint, Stride1D.Dense> uints = Accelerator.Allocate1D(new uint[] { 0, uint.MaxValue, 0 });
        using MemoryBuffer1D<long, Stride1D.Dense> longs = Accelerator.Allocate1D([0L, -1L, 0L]);
        Accelerator.LoadAutoGroupedStreamKernel<Index1D, ArrayView<uint>, ArrayView<long>>(BitKernel)(
            30, uints.View, longs.View);

        Assert.That(uints.GetAsArray1D(), Is.EqualTo(new uint[] { 0x3FFF_FFFF, 0xC000_0000, 0x3FFF_FFFF }));
        Assert.That(longs.GetAsArray1D(), Is.EqualTo([0x3FFF_FFFF_0000L, ~0x3FFF_FFFF_0000L, 0x3FFF_FFFF_0000L]));
    }

    [Test]
    public void The_value_before_is_returned()
    {
        using MemoryBuffer1D<int, Stride1D.Dense> cells = Accelerator.Allocate1D([5, 5, 5, 5, 5, 5, 5, 5, 5]);
        using MemoryBuffer1D<int, Stride1D.Dense> found = Zeros<int>(9);
        Accelerator.LoadAutoGroupedStreamKernel<Index1D, ArrayView<int>, ArrayView<int>>(ReturnKernel)(
            1, cells.View, found.View);

        Assert.That(found.GetAsArray1D(), Is.All.EqualTo(5));
        Assert.That(cells.GetAsArray1D(), Is.EqualTo([8, 7, 3, 4, 13, 3, 9, 6, 5]));
    }

    [Test]
    public void Tickets_are_handed_out_once()
    {
        using MemoryBuffer1D<int, Stride1D.Dense> ticket = Zeros<int>(1);
        using MemoryBuffer1D<int, Stride1D.Dense> taken = Zeros<int>(Count);
        Accelerator.LoadAutoGroupedStreamKernel<Index1D, ArrayView<int>, ArrayView<int>>(TicketKernel)(
            Count, ticket.View, taken.View);

        Assert.That(taken.GetAsArray1D(), Is.All.EqualTo(1));
    }

    private static void AddKernel(
        Index1D index, ArrayView<int> ints, ArrayView<uint> uints, ArrayView<long> longs, ArrayView<ulong> ulongs,
        ArrayView<float> floats, ArrayView<double> doubles)
    {
        Atomic.Add(ref ints[0], -index.X);
        Atomic.Add(ref uints[0], (uint)index.X);
        Atomic.Add(ref longs[0], -(long)index.X << 32);
        Atomic.Add(ref ulongs[0], (ulong)index.X << 32);
        Atomic.Add(ref floats[0], index.X);
        Atomic.Add(ref doubles[0], 0.5 * index.X);
    }

    private static void ExtremeKernel(
        Index1D index, ArrayView<int> ints, ArrayView<uint> uints, ArrayView<float> floats, ArrayView<double> doubles)
    {
        int value = index.X - 500;
        Atomic.Max(ref ints[0], value);
        Atomic.Min(ref ints[1], value);
        Atomic.Max(ref uints[0], 2_000_000_000u + (uint)index.X);
        Atomic.Min(ref uints[1], 2_000_000_000u + (uint)index.X);
        Atomic.Max(ref floats[0], 0.5f * value);
        Atomic.Min(ref floats[1], 0.5f * value);
        Atomic.Max(ref doubles[0], 0.5 * value);
        Atomic.Min(ref doubles[1], 0.5 * value);
    }

    private static void BitKernel(Index1D index, ArrayView<uint> uints, ArrayView<long> longs)
    {
        uint bit = 1u << index.X;
        Atomic.Or(ref uints[0], bit);
        Atomic.And(ref uints[1], ~bit);
        Atomic.Xor(ref uints[2], bit);
        long longBit = (long)bit << 16;
        Atomic.Or(ref longs[0], longBit);
        Atomic.And(ref longs[1], ~longBit);
        Atomic.Xor(ref longs[2], longBit);
    }

    private static void ReturnKernel(Index1D index, ArrayView<int> cells, ArrayView<int> found)
    {
        found[0] = Atomic.Add(ref cells[0], 3);
        found[1] = Atomic.Max(ref cells[1], 7);
        found[2] = Atomic.Min(ref cells[2], 3);
        found[3] = Atomic.And(ref cells[3], 6);
        found[4] = Atomic.Or(ref cells[4], 8);
        found[5] = Atomic.Xor(ref cells[5], 6);
        found[6] = Atomic.Exchange(ref cells[6], 9);
        found[7] = Atomic.CompareExchange(ref cells[7], 5, 6);
        found[8] = Atomic.CompareExchange(ref cells[8], 4, 6);
    }

    private static void TicketKernel(Index1D index, ArrayView<int> ticket, ArrayView<int> taken) =>
        taken[Atomic.Add(ref ticket[0], 1)] += 1;
}
