using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using ILGPU;
using ILGPU.Algorithms;
using ILGPU.Frontend;
using ILGPU.Runtime;
using YolactGpu.Kernels.Elementwise;

namespace YolactGpu.Kernels.Normalization;

/// <summary>
/// Softmax over the last axis on the processor's vectors, for the CPU accelerator: as <see cref="Softmax"/>, some rows
/// per index. Relative error about (K/8 + 8)·2⁻²⁴.
/// </summary>
public sealed unsafe class SimdSoftmax : IKernel<SimdSoftmax>
{
    private const int RowsPerIndex = 64;

    private readonly Action<AcceleratorStream, Index1D, ArrayView<float>, ArrayView<float>, SoftmaxShape> launch;

    private SimdSoftmax(Accelerator accelerator) =>
        launch = accelerator.LoadForCpu<ArrayView<float>, ArrayView<float>, SoftmaxShape>(CpuKernel);

    /// <inheritdoc/>
    /// <exception cref="NotSupportedException">The accelerator is not ILGPU's CPU accelerator.</exception>
    public static SimdSoftmax Load(Accelerator accelerator) => new(accelerator);

    /// <summary>Queues the softmax on <paramref name="stream"/>; it does not wait. y may be x.</summary>
    /// <exception cref="ArgumentException">A view's length is not what <paramref name="shape"/> says.</exception>
    public void Launch(AcceleratorStream stream, ArrayView<float> x, ArrayView<float> y, SoftmaxShape shape)
    {
        ShapeGuard.HasLength(x, shape.Length);
        ShapeGuard.HasLength(y, shape.Length);

        launch(stream, (shape.Rows + RowsPerIndex - 1) / RowsPerIndex, x, y, shape);
    }

    internal static void CpuKernel(Index1D index, ArrayView<float> x, ArrayView<float> y, SoftmaxShape shape) =>
        SoftmaxRows(index.X, x, y, shape);

    /// <summary>Puts its softmax in place of one row.</summary>
    internal static void Normalize(Span<float> values)
    {
        float sum = Exponentials(values, Maximum(values));
        Divide(values, sum);
    }

    /// <summary>Gives the largest value of a row. Where one is no number it may be any: no result is one then.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static float Maximum(ReadOnlySpan<float> values)
    {
        int i = 0;
        Vector<float> maxima = new(float.NegativeInfinity);
        for (; i <= values.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            maxima = Vector.MaxNative(maxima, new Vector<float>(values[i..]));
        }

        // A copy, because what has an address is kept in memory.
        Vector<float> lanes = maxima;
        Vector128<float> four = Vector128.Load((float*)&lanes);
        for (int lane = Vector128<float>.Count; lane < Vector<float>.Count; lane += Vector128<float>.Count)
        {
            four = Vector128.MaxNative(four, Vector128.Load((float*)&lanes + lane));
        }

        float maximum = float.MaxNative(float.MaxNative(four[0], four[1]), float.MaxNative(four[2], four[3]));
        for (; i < values.Length; i++)
        {
            maximum = float.MaxNative(maximum, values[i]);
        }

        return maximum;
    }

    [External("softmax_rows")]
    private static void SoftmaxRows(int index, ArrayView<float> x, ArrayView<float> y, SoftmaxShape shape)
    {
        int end = Math.Min((index + 1) * RowsPerIndex, shape.Rows);
        for (int row = index * RowsPerIndex; row < end; row++)
        {
            Span<float> values = CpuMemory.Run(y, row, shape.Columns);
            CpuMemory.Run(x, row, shape.Columns).CopyTo(values);
            Normalize(values);
        }
    }

    /// <summary>Puts e^(value − maximum) in place of each value and gives their sum.</summary>
    private static float Exponentials(Span<float> values, float maximum)
    {
        int i = 0;
        Vector<float> sums = Vector<float>.Zero;
        for (; i <= values.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            Vector<float> e = VectorExponential.Exp(new Vector<float>(values[i..]) - new Vector<float>(maximum));
            e.CopyTo(values[i..]);
            sums += e;
        }

        float sum = Vector.Sum(sums);
        for (; i < values.Length; i++)
        {
            values[i] = XMath.Exp(values[i] - maximum);
            sum += values[i];
        }

        return sum;
    }

    private static void Divide(Span<float> values, float sum)
    {
        int i = 0;
        for (; i <= values.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            (new Vector<float>(values[i..]) / new Vector<float>(sum)).CopyTo(values[i..]);
        }

        for (; i < values.Length; i++)
        {
            values[i] /= sum;
        }
    }
}
