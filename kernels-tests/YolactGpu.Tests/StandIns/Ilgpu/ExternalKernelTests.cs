using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using ILGPU;
using ILGPU.Frontend;
using ILGPU.Runtime;
using NUnit.Framework;

namespace YolactGpu.Tests.StandIns.Ilgpu;

/// <summary>The CPU accelerator calls methods that the compiler only declares; spans and vectors work there.</summary>
public sealed class ExternalKernelTests(bool assertions) : IlgpuFixture(assertions)
{
    [Test]
    public void External_methods_are_called_with_references_and_views()
    {
        const int Rows = 3;
        const int Columns = 37;
        float[] values = [.. Enumerable.Range(0, Rows * Columns).Select(i => i * 0.5f)];
        using MemoryBuffer1D<float, Stride1D.Dense> matrix = Accelerator.Allocate1D(values);
        using MemoryBuffer1D<float, Stride1D.Dense> sums = Zeros<float>(Rows);
        Accelerator.LoadImplicitlyGroupedKernel<Index1D, ArrayView<float>, ArrayView<float>, int>(RowKernel, 1)(
            Stream, Rows, matrix.View, sums.View, Columns);

        Assert.That(
            sums.GetAsArray1D(), Is.EqualTo(values.Chunk(Columns).Select(row => row.Sum()).ToArray()).Within(1e-3f));
    }

    private static void RowKernel(Index1D row, ArrayView<float> matrix, ArrayView<float> sums, int columns) =>
        SumRow(ref matrix[row.X * columns], columns, sums, row.X);

    [External("test_sum_row")]
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void SumRow(ref float first, int count, ArrayView<float> sums, int row)
    {
        ReadOnlySpan<float> span = MemoryMarshal.CreateReadOnlySpan(ref first, count);
        Vector<float> sum = Vector<float>.Zero;
        int i = 0;
        for (; i + Vector<float>.Count <= span.Length; i += Vector<float>.Count)
        {
            sum += new Vector<float>(span[i..]);
        }

        float total = Vector.Sum(sum);
        for (; i < span.Length; i++)
        {
            total += span[i];
        }

        sums[row] = total;
    }
}
