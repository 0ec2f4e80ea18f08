using System.Runtime.CompilerServices;

namespace YolactGpu.Kernels.Convolution.Simd;

/// <summary>
/// Six pixels by two vectors: 12 sums, two weights and one input fill 15 of the 16 registers of AVX2 and SSE.
/// l and r are the left and right half of a pixel's channels.
/// </summary>
internal readonly unsafe struct MicroKernel6<TSimd, TVector> : IMicroKernel
    where TSimd : struct, ISimd<TVector>
    where TVector : unmanaged
{
    public static int Rows => 6;

    public static int Columns => 2 * TSimd.Lanes;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    [SkipLocalsInit]
    public static void Run<TStride>(in MicroTile tile)
        where TStride : struct, IPixelStride
    {
        int lanes = TSimd.Lanes;
        float* from = tile.Start;
        nint step = tile.StartStep;
        TVector l0 = TSimd.Load(from), r0 = TSimd.Load(from + lanes);
        TVector l1 = TSimd.Load(from + (1 * step)), r1 = TSimd.Load(from + (1 * step) + lanes);
        TVector l2 = TSimd.Load(from + (2 * step)), r2 = TSimd.Load(from + (2 * step) + lanes);
        TVector l3 = TSimd.Load(from + (3 * step)), r3 = TSimd.Load(from + (3 * step) + lanes);
        TVector l4 = TSimd.Load(from + (4 * step)), r4 = TSimd.Load(from + (4 * step) + lanes);
        TVector l5 = TSimd.Load(from + (5 * step)), r5 = TSimd.Load(from + (5 * step) + lanes);
        if (tile.Addend != null)
        {
            from = tile.Addend;
            step = tile.AddendStep;
            (l0, r0) = (TSimd.Add(l0, TSimd.Load(from)), TSimd.Add(r0, TSimd.Load(from + lanes)));
            (l1, r1) = (TSimd.Add(l1, TSimd.Load(from + (1 * step))), TSimd.Add(r1, TSimd.Load(from + (1 * step) + lanes)));
            (l2, r2) = (TSimd.Add(l2, TSimd.Load(from + (2 * step))), TSimd.Add(r2, TSimd.Load(from + (2 * step) + lanes)));
            (l3, r3) = (TSimd.Add(l3, TSimd.Load(from + (3 * step))), TSimd.Add(r3, TSimd.Load(from + (3 * step) + lanes)));
            (l4, r4) = (TSimd.Add(l4, TSimd.Load(from + (4 * step))), TSimd.Add(r4, TSimd.Load(from + (4 * step) + lanes)));
            (l5, r5) = (TSimd.Add(l5, TSimd.Load(from + (5 * step))), TSimd.Add(r5, TSimd.Load(from + (5 * step) + lanes)));
        }

        float* run = tile.A;
        float* nextRow = tile.NextRow;
        float* b = tile.B;
        nint ahead = (nint)(tile.Next - b);
        for (int depth = tile.Depth; depth > 0; depth -= tile.RunLength)
        {
            for (int row = 0; row < tile.RowsPerRun; row++)
            {
                Prefetch.Near(nextRow, 2 * lanes);
                Prefetch.Near(nextRow + tile.ResidualOffset, 2 * lanes);
                nextRow += tile.NextRowStep;
            }

            float* a = run;
            float* end = a + Math.Min(depth, tile.RunLength);
            do
            {
                TVector left = TSimd.Load(b);
                TVector right = TSimd.Load(b + lanes);
                Prefetch.Far(b + ahead);
                Prefetch.Far(b + ahead + lanes);
                TVector x = TSimd.Broadcast(a[0]);
                (l0, r0) = (TSimd.MultiplyAdd(x, left, l0), TSimd.MultiplyAdd(x, right, r0));
                x = TSimd.Broadcast(a[TStride.Value]);
                (l1, r1) = (TSimd.MultiplyAdd(x, left, l1), TSimd.MultiplyAdd(x, right, r1));
                x = TSimd.Broadcast(a[2 * TStride.Value]);
                (l2, r2) = (TSimd.MultiplyAdd(x, left, l2), TSimd.MultiplyAdd(x, right, r2));
                x = TSimd.Broadcast(a[3 * TStride.Value]);
                (l3, r3) = (TSimd.MultiplyAdd(x, left, l3), TSimd.MultiplyAdd(x, right, r3));
                x = TSimd.Broadcast(a[4 * TStride.Value]);
                (l4, r4) = (TSimd.MultiplyAdd(x, left, l4), TSimd.MultiplyAdd(x, right, r4));
                x = TSimd.Broadcast(a[5 * TStride.Value]);
                (l5, r5) = (TSimd.MultiplyAdd(x, left, l5), TSimd.MultiplyAdd(x, right, r5));
                a++;
                b += 2 * lanes;
            }
            while (a < end);

            run += tile.RunStep;
        }

        if (tile.Relu)
        {
            (l0, r0) = (TSimd.Relu(l0), TSimd.Relu(r0));
            (l1, r1) = (TSimd.Relu(l1), TSimd.Relu(r1));
            (l2, r2) = (TSimd.Relu(l2), TSimd.Relu(r2));
            (l3, r3) = (TSimd.Relu(l3), TSimd.Relu(r3));
            (l4, r4) = (TSimd.Relu(l4), TSimd.Relu(r4));
            (l5, r5) = (TSimd.Relu(l5), TSimd.Relu(r5));
        }

        float* to = tile.C;
        step = tile.CStep;
        Store(l0, r0, to);
        Store(l1, r1, to + (1 * step));
        Store(l2, r2, to + (2 * step));
        Store(l3, r3, to + (3 * step));
        Store(l4, r4, to + (4 * step));
        Store(l5, r5, to + (5 * step));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(TVector left, TVector right, float* to)
    {
        TSimd.Store(left, to);
        TSimd.Store(right, to + TSimd.Lanes);
    }
}
