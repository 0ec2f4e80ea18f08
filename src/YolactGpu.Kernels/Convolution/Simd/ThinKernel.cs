using System.Runtime.CompilerServices;

namespace YolactGpu.Kernels.Convolution.Simd;

/// <summary>One call of <see cref="ThinKernel{TSimd, TVector, TPart}"/>.</summary>
internal unsafe ref struct ThinBlock
{
    /// <summary>First float under the first pixel's filter.</summary>
    public float* A;

    /// <summary>From one pixel to the next, in floats.</summary>
    public nint PixelStep;

    /// <summary>Floats that stand side by side under one row of the filter.</summary>
    public int RunLength;

    /// <summary>From one row of the filter to the next, in floats.</summary>
    public nint RunStep;

    /// <summary>Rows of the filter.</summary>
    public int Runs;

    /// <summary>The panel of weights.</summary>
    public float* B;

    /// <summary>What the sums begin from.</summary>
    public float* From;

    /// <summary>From one row of it to the next, in floats.</summary>
    public nint FromStep;

    /// <summary>Where the sums go, in whole vectors, pixel after pixel.</summary>
    public float* C;

    /// <summary>From one row of it to the next, in floats.</summary>
    public nint CStep;

    /// <summary>Whether sums below zero become zero.</summary>
    public bool Relu;

    /// <summary>Sets where the sums begin and end.</summary>
    public void Start(float* from, nint fromStep, float* c, nint cStep)
    {
        From = from;
        FromStep = fromStep;
        C = c;
        CStep = cStep;
    }
}

/// <summary>
/// Six pixels by one panel of channels, or by its first half, read where they stand: unlike those of <see cref="MicroTile"/>, the pixels are a
/// distance apart that is known only when it runs.
/// </summary>
internal static unsafe class ThinKernel<TSimd, TVector, TPart>
    where TSimd : struct, ISimd<TVector>
    where TVector : unmanaged
    where TPart : struct, IPanelPart
{
    // More lines than these at once would keep the loads waiting.
    private const int MostAhead = 128;

    private static bool IsWhole => TPart.Vectors == 2;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    [SkipLocalsInit]
    public static void Run(in ThinBlock block)
    {
        int lanes = TSimd.Lanes;
        float* from = block.From;
        nint step = block.FromStep;
        TVector l0 = TSimd.Load(from), r0 = Right(from);
        TVector l1 = TSimd.Load(from + step), r1 = Right(from + step);
        TVector l2 = TSimd.Load(from + (2 * step)), r2 = Right(from + (2 * step));
        TVector l3 = TSimd.Load(from + (3 * step)), r3 = Right(from + (3 * step));
        TVector l4 = TSimd.Load(from + (4 * step)), r4 = Right(from + (4 * step));
        TVector l5 = TSimd.Load(from + (5 * step)), r5 = Right(from + (5 * step));

        Prefetch.Near(block.C + (6 * block.CStep), (int)(6 * block.CStep));
        float* run = block.A;
        float* b = block.B;
        nint next = block.PixelStep;
        nint second = 2 * next;
        for (int runs = block.Runs; runs > 0; runs--)
        {
            // Two pointers for six pixels, so that all stay in registers.
            float* a = run;
            float* a3 = run + (3 * next);
            float* end = a + block.RunLength;
            float* ahead = end + (5 * next);
            if (!IsWhole)
            {
                Prefetch.Near(ahead, (int)Math.Min(6 * next, MostAhead));
            }

            do
            {
                TVector left = TSimd.Load(b);
                TVector right = Right(b);
                if (IsWhole)
                {
                    Prefetch.Near(ahead, 1);
                    ahead += 8;
                }

                TVector x = TSimd.Broadcast(*a);
                (l0, r0) = (TSimd.MultiplyAdd(x, left, l0), AddRight(x, right, r0));
                x = TSimd.Broadcast(a[next]);
                (l1, r1) = (TSimd.MultiplyAdd(x, left, l1), AddRight(x, right, r1));
                x = TSimd.Broadcast(a[second]);
                (l2, r2) = (TSimd.MultiplyAdd(x, left, l2), AddRight(x, right, r2));
                x = TSimd.Broadcast(*a3);
                (l3, r3) = (TSimd.MultiplyAdd(x, left, l3), AddRight(x, right, r3));
                x = TSimd.Broadcast(a3[next]);
                (l4, r4) = (TSimd.MultiplyAdd(x, left, l4), AddRight(x, right, r4));
                x = TSimd.Broadcast(a3[second]);
                (l5, r5) = (TSimd.MultiplyAdd(x, left, l5), AddRight(x, right, r5));
                a++;
                a3++;
                b += 2 * lanes;
            }
            while (a < end);

            run += block.RunStep;
        }

        float* to = block.C;
        step = block.CStep;
        bool relu = block.Relu;
        Store(l0, r0, relu, to);
        Store(l1, r1, relu, to + step);
        Store(l2, r2, relu, to + (2 * step));
        Store(l3, r3, relu, to + (3 * step));
        Store(l4, r4, relu, to + (4 * step));
        Store(l5, r5, relu, to + (5 * step));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Right(float* from) => IsWhole ? TSimd.Load(from + TSimd.Lanes) : default;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector AddRight(TVector x, TVector right, TVector sum) => IsWhole ? TSimd.MultiplyAdd(x, right, sum) : sum;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(TVector left, TVector right, bool relu, float* to)
    {
        TSimd.Store(relu ? TSimd.Relu(left) : left, to);
        if (IsWhole)
        {
            TSimd.Store(relu ? TSimd.Relu(right) : right, to + TSimd.Lanes);
        }
    }
}
