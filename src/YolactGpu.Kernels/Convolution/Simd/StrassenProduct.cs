using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace YolactGpu.Kernels.Convolution.Simd;

/// <summary>
/// One step of Strassen's algorithm in Winograd's form: a block of twice the rows and columns of a micro-kernel, as seven products of half the
/// depth in place of eight. A, B and C are quartered: A by pixels and depth, B by depth and channels.
/// <para>With S1 = A21 + A22, S2 = S1 − A11, S3 = A11 − A21, S4 = A12 − S2 and T1 … T4 of B, which <see cref="StrassenWeights"/> makes:
/// C11 = A11·B11 + A12·B21; U2 = A11·B11 + S2·T2; U3 = U2 + S3·T3; C21 = U3 − A22·T4; P5 = S1·T1; C22 = U3 + P5;
/// C12 = U2 + P5 + S4·B22.</para>
/// <para>A pixel's sums are rounded with those of the pixel half a block away: blocks must lie in an image alike, whatever the batch.</para>
/// <para>Source: Winograd, On multiplication of 2 x 2 matrices, 1971.</para>
/// </summary>
internal readonly unsafe struct StrassenProduct<TMicro> : IMatrixProduct
    where TMicro : struct, IMicroKernel
{
    public static int Rows => 2 * TMicro.Rows;

    public static int Columns => 2 * TMicro.Columns;

    private static int BlockLength => TMicro.Rows * TMicro.Columns;

    public static int PanelLength(int depth) => StrassenProduct.Count * depth / 2 * TMicro.Columns;

    // S1 to S4, three blocks of sums and two rows.
    public static int RoomLength(int rows, int depth) => (rows * depth) + (3 * BlockLength) + (2 * TMicro.Columns);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Prepare(in MicroTile tile)
    {
        int rows = (int)tile.RunStep / PackedInput.Block;
        int runs = tile.Depth / StrassenProduct.DepthStep;
        nint half = runs * tile.RunStep;
        nint next = TMicro.Rows * PackedInput.Block;
        nint step = SumStep(tile);
        for (int run = 0; run < runs; run++)
        {
            float* a = tile.Packed + (run * tile.RunStep);
            float* s = tile.Prepared + (run * tile.RunStep / 2);
            for (int row = 0; row < rows; row += Rows)
            {
                for (float* end = a + next; a < end; a += PackedInput.Block)
                {
                    Vector512<float> a11 = Vector512.Load(a);
                    Vector512<float> a21 = Vector512.Load(a + next);
                    Vector512<float> s1 = a21 + Vector512.Load(a + half + next);
                    Vector512<float> s2 = s1 - a11;
                    s1.Store(s);
                    s2.Store(s + step);
                    (a11 - a21).Store(s + (2 * step));
                    (Vector512.Load(a + half) - s2).Store(s + (3 * step));
                    s += PackedInput.Block;
                }

                a += next;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run<TStride>(in MicroTile tile)
        where TStride : struct, IPixelStride
    {
        int columns = TMicro.Columns;
        int depth = tile.Depth / 2;
        nint sumStep = SumStep(tile);
        float* right = tile.A + (depth / PackedInput.Block * tile.RunStep);
        nint down = TMicro.Rows * PackedInput.Block;
        float* s1 = tile.Prepared + ((tile.A - tile.Packed) / 2);
        float* u2 = tile.Prepared + (4 * sumStep);
        float* u3 = u2 + BlockLength;
        float* p5 = u3 + BlockLength;
        float* zeros = p5 + BlockLength;
        float* difference = zeros + columns;

        // One row for all pixels is the bias: U2 begins from the left half of it, P5 from what the right half differs by.
        bool isRow = tile.StartStep == 0;
        float* bias = isRow ? tile.Start : tile.Addend;
        float* start = isRow ? null : tile.Start;
        if (bias == null)
        {
            new Span<float>(zeros, 2 * columns).Clear();
        }
        else
        {
            Subtract(bias + columns, bias, difference);
        }

        MicroTile part = new()
        {
            RunLength = tile.RunLength,
            Depth = depth,
            B = tile.B,
            Next = tile.Next,
            NextRowStep = tile.CStep,
            ResidualOffset = start == null || start == tile.C ? 0 : (nint)(start - tile.C),
            AddendStep = tile.StartStep,
        };
        float* lowerStart = start == null ? null : start + (TMicro.Rows * tile.StartStep);
        float* c21 = tile.C + (TMicro.Rows * tile.CStep);
        nint sumRun = tile.RunStep / 2;

        Sum<TStride>(ref part, tile.A, tile.RunStep, bias == null ? zeros : bias, 0, u2, near: tile.C);
        Finish<TStride>(tile, ref part, right, tile.RunStep, u2, start, tile.C, near: c21);
        Sum<TStride>(ref part, s1 + sumStep, sumRun, u2, columns, u2, near: c21 + columns);
        Sum<TStride>(ref part, s1 + (2 * sumStep), sumRun, u2, columns, u3, near: tile.C + columns);
        Finish<TStride>(tile, ref part, right + down, tile.RunStep, u3, lowerStart, c21, near: null);
        Sum<TStride>(ref part, s1, sumRun, difference, 0, p5, near: null);
        AddFifth(tile, u2, u3, p5, lowerStart == null ? null : lowerStart + columns, c21 + columns);
        Finish<TStride>(tile, ref part, s1 + (3 * sumStep), sumRun, u2, start == null ? null : start + columns, tile.C + columns, near: null);
    }

    /// <summary>One of the seven products, added to a block of sums, into another or the same.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Sum<TStride>(ref MicroTile part, float* a, nint runStep, float* start, nint startStep, float* to, float* near)
        where TStride : struct, IPixelStride
    {
        part.Start = start;
        part.StartStep = startStep;
        part.Addend = null;
        part.C = to;
        part.CStep = TMicro.Columns;
        part.Relu = false;
        Multiply<TStride>(ref part, a, runStep, near);
    }

    /// <summary>One of the seven products, added to a block of sums and what they all begin from, into a quarter of C.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Finish<TStride>(
        in MicroTile tile, ref MicroTile part, float* a, nint runStep, float* sums, float* start, float* c, float* near)
        where TStride : struct, IPixelStride
    {
        part.Start = sums;
        part.StartStep = TMicro.Columns;
        part.Addend = start;
        part.C = c;
        part.CStep = tile.CStep;
        part.Relu = tile.Relu;
        Multiply<TStride>(ref part, a, runStep, near);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Multiply<TStride>(ref MicroTile part, float* a, nint runStep, float* near)
        where TStride : struct, IPixelStride
    {
        int runs = part.Depth / PackedInput.Block;
        nint panel = (nint)part.Depth * TMicro.Columns;
        part.A = a;
        part.RunStep = runStep;
        part.NextRow = near;
        part.RowsPerRun = near == null ? 0 : (TMicro.Rows + runs - 1) / runs;
        TMicro.Run<TStride>(part);
        part.B += panel;
        part.Next += panel;
    }

    /// <summary>From one of S1 … S4 to the next: half the pixels of half the depth.</summary>
    private static nint SumStep(in MicroTile tile) => tile.Depth / StrassenProduct.DepthStep * (tile.RunStep / 2);

    /// <summary>C22 = [relu](U3 + P5 + start) and U2 += P5.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddFifth(in MicroTile tile, float* u2, float* u3, float* p5, float* start, float* c)
    {
        bool isRelu = tile.Relu;
        for (int row = 0; row < TMicro.Rows; row++)
        {
            for (int column = 0; column < TMicro.Columns; column += Vector<float>.Count)
            {
                Vector<float> fifth = Vector.Load(p5 + column);
                Vector<float> sum = Vector.Load(u3 + column) + fifth;
                sum = start == null ? sum : sum + Vector.Load(start + column);
                sum = isRelu ? Vector.ConditionalSelect(Vector.LessThan(sum, Vector<float>.Zero), Vector<float>.Zero, sum) : sum;
                sum.Store(c + column);
                (Vector.Load(u2 + column) + fifth).Store(u2 + column);
            }

            u2 += TMicro.Columns;
            u3 += TMicro.Columns;
            p5 += TMicro.Columns;
            c += tile.CStep;
            start = start == null ? null : start + tile.StartStep;
        }
    }

    private static void Subtract(float* left, float* right, float* to)
    {
        for (int column = 0; column < TMicro.Columns; column += Vector<float>.Count)
        {
            (Vector.Load(left + column) - Vector.Load(right + column)).Store(to + column);
        }
    }
}

/// <summary>What does not depend on the micro-kernel.</summary>
internal static class StrassenProduct
{
    /// <summary>Depth is halved into whole blocks of packed input.</summary>
    public const int DepthStep = 2 * PackedInput.Block;

    /// <summary>Products of half the depth.</summary>
    public const int Count = 7;
}
