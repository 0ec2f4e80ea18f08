using System.Runtime.CompilerServices;

namespace YolactGpu.Kernels.Convolution.Simd;

/// <summary>
/// Fourteen pixels by two vectors: 28 sums, two weights and one input fill 31 of the 32 registers of AVX-512. Or twelve, where they fill the
/// last block better. l and r are the left and right half of a pixel's channels.
/// </summary>
internal readonly unsafe struct WideMicroKernel<TRows, TSimd, TVector> : IMicroKernel
    where TRows : struct, IRowCount
    where TSimd : struct, ISimd<TVector>
    where TVector : unmanaged
{
    public static int Rows => TRows.Value;

    private static bool IsWhole => TRows.Value == 14;

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
        TVector l6 = TSimd.Load(from + (6 * step)), r6 = TSimd.Load(from + (6 * step) + lanes);
        TVector l7 = TSimd.Load(from + (7 * step)), r7 = TSimd.Load(from + (7 * step) + lanes);
        TVector l8 = TSimd.Load(from + (8 * step)), r8 = TSimd.Load(from + (8 * step) + lanes);
        TVector l9 = TSimd.Load(from + (9 * step)), r9 = TSimd.Load(from + (9 * step) + lanes);
        TVector l10 = TSimd.Load(from + (10 * step)), r10 = TSimd.Load(from + (10 * step) + lanes);
        TVector l11 = TSimd.Load(from + (11 * step)), r11 = TSimd.Load(from + (11 * step) + lanes);
        TVector l12 = l0, r12 = r0, l13 = l0, r13 = r0;
        if (IsWhole)
        {
            (l12, r12) = (TSimd.Load(from + (12 * step)), TSimd.Load(from + (12 * step) + lanes));
            (l13, r13) = (TSimd.Load(from + (13 * step)), TSimd.Load(from + (13 * step) + lanes));
        }

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
            (l6, r6) = (TSimd.Add(l6, TSimd.Load(from + (6 * step))), TSimd.Add(r6, TSimd.Load(from + (6 * step) + lanes)));
            (l7, r7) = (TSimd.Add(l7, TSimd.Load(from + (7 * step))), TSimd.Add(r7, TSimd.Load(from + (7 * step) + lanes)));
            (l8, r8) = (TSimd.Add(l8, TSimd.Load(from + (8 * step))), TSimd.Add(r8, TSimd.Load(from + (8 * step) + lanes)));
            (l9, r9) = (TSimd.Add(l9, TSimd.Load(from + (9 * step))), TSimd.Add(r9, TSimd.Load(from + (9 * step) + lanes)));
            (l10, r10) = (TSimd.Add(l10, TSimd.Load(from + (10 * step))), TSimd.Add(r10, TSimd.Load(from + (10 * step) + lanes)));
            (l11, r11) = (TSimd.Add(l11, TSimd.Load(from + (11 * step))), TSimd.Add(r11, TSimd.Load(from + (11 * step) + lanes)));
            if (IsWhole)
            {
                (l12, r12) = (TSimd.Add(l12, TSimd.Load(from + (12 * step))), TSimd.Add(r12, TSimd.Load(from + (12 * step) + lanes)));
                (l13, r13) = (TSimd.Add(l13, TSimd.Load(from + (13 * step))), TSimd.Add(r13, TSimd.Load(from + (13 * step) + lanes)));
            }
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
                x = TSimd.Broadcast(a[6 * TStride.Value]);
                (l6, r6) = (TSimd.MultiplyAdd(x, left, l6), TSimd.MultiplyAdd(x, right, r6));
                x = TSimd.Broadcast(a[7 * TStride.Value]);
                (l7, r7) = (TSimd.MultiplyAdd(x, left, l7), TSimd.MultiplyAdd(x, right, r7));
                x = TSimd.Broadcast(a[8 * TStride.Value]);
                (l8, r8) = (TSimd.MultiplyAdd(x, left, l8), TSimd.MultiplyAdd(x, right, r8));
                x = TSimd.Broadcast(a[9 * TStride.Value]);
                (l9, r9) = (TSimd.MultiplyAdd(x, left, l9), TSimd.MultiplyAdd(x, right, r9));
                x = TSimd.Broadcast(a[10 * TStride.Value]);
                (l10, r10) = (TSimd.MultiplyAdd(x, left, l10), TSimd.MultiplyAdd(x, right, r10));
                x = TSimd.Broadcast(a[11 * TStride.Value]);
                (l11, r11) = (TSimd.MultiplyAdd(x, left, l11), TSimd.MultiplyAdd(x, right, r11));
                if (IsWhole)
                {
                    x = TSimd.Broadcast(a[12 * TStride.Value]);
                    (l12, r12) = (TSimd.MultiplyAdd(x, left, l12), TSimd.MultiplyAdd(x, right, r12));
                    x = TSimd.Broadcast(a[13 * TStride.Value]);
                    (l13, r13) = (TSimd.MultiplyAdd(x, left, l13), TSimd.MultiplyAdd(x, right, r13));
                }

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
            (l6, r6) = (TSimd.Relu(l6), TSimd.Relu(r6));
            (l7, r7) = (TSimd.Relu(l7), TSimd.Relu(r7));
            (l8, r8) = (TSimd.Relu(l8), TSimd.Relu(r8));
            (l9, r9) = (TSimd.Relu(l9), TSimd.Relu(r9));
            (l10, r10) = (TSimd.Relu(l10), TSimd.Relu(r10));
            (l11, r11) = (TSimd.Relu(l11), TSimd.Relu(r11));
            if (IsWhole)
            {
                (l12, r12) = (TSimd.Relu(l12), TSimd.Relu(r12));
                (l13, r13) = (TSimd.Relu(l13), TSimd.Relu(r13));
            }
        }

        float* to = tile.C;
        step = tile.CStep;
        Store(l0, r0, to);
        Store(l1, r1, to + (1 * step));
        Store(l2, r2, to + (2 * step));
        Store(l3, r3, to + (3 * step));
        Store(l4, r4, to + (4 * step));
        Store(l5, r5, to + (5 * step));
        Store(l6, r6, to + (6 * step));
        Store(l7, r7, to + (7 * step));
        Store(l8, r8, to + (8 * step));
        Store(l9, r9, to + (9 * step));
        Store(l10, r10, to + (10 * step));
        Store(l11, r11, to + (11 * step));
        if (IsWhole)
        {
            Store(l12, r12, to + (12 * step));
            Store(l13, r13, to + (13 * step));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(TVector left, TVector right, float* to)
    {
        TSimd.Store(left, to);
        TSimd.Store(right, to + TSimd.Lanes);
    }
}
