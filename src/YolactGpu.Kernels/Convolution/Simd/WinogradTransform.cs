using System.Runtime.CompilerServices;

namespace YolactGpu.Kernels.Convolution.Simd;

/// <summary>Winograd's transforms in two dimensions: those in one, first down the columns, then along the rows.</summary>
internal readonly unsafe struct WinogradTransform<TPoints, TSimd, TVector> : IWinograd
    where TPoints : struct, IWinogradPoints<TSimd, TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : unmanaged
{
    private const int PrefetchAhead = 32;

    public static int OutputSize => TPoints.OutputSize;

    public static int FilterSize => TPoints.FilterSize;

    public static int InputSize => TPoints.InputSize;

    private static int Size => TPoints.InputSize;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void TransformInput(
        float** pixels, int channels, float* to, nint planeStep, nint blockStep, float* room)
    {
        TVector* t = (TVector*)room;
        for (int c = 0; c < channels; c += TSimd.Lanes)
        {
            Prefetch.Near(pixels, Size * Size, c + PrefetchAhead);
            for (int j = 0; j < Size; j++)
            {
                TPoints.Input(new PixelColumn(pixels + j, c), new Column(t + j));
            }

            float* plane = to + (c / PackedInput.Block * blockStep) + (c % PackedInput.Block);
            for (TVector* row = t; row < t + (Size * Size); row += Size)
            {
                TPoints.Input(new Row(row), new Steps(plane, planeStep));
                plane += Size * planeStep;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void TransformOutput(
        float* sums, nint planeStep, float* bias, bool relu, in WinogradRows to, float* room)
    {
        TVector* t = (TVector*)room;
        for (int half = 0; half < 2 * TSimd.Lanes; half += TSimd.Lanes)
        {
            float* plane = sums + half;
            for (int j = 0; j < Size; j++)
            {
                TPoints.Output(new Steps(plane, Size * planeStep), new Column(t + j));
                plane += planeStep;
            }

            TVector addend = TSimd.Load(bias + half);
            float* pixel = (float*)to.First + half;
            for (TVector* row = t; row < t + (OutputSize * Size); row += Size)
            {
                if (relu)
                {
                    TPoints.Output(new Row(row), new RectifiedSums(addend, pixel, to.Across));
                }
                else
                {
                    TPoints.Output(new Row(row), new Sums(addend, pixel, to.Across));
                }

                pixel += to.Down;
            }
        }
    }

    /// <summary>Some channels of the pixels of one column of a patch.</summary>
    private readonly struct PixelColumn(float** first, int channel) : IVectorSource<TVector>
    {
        public TVector this[int index] => TSimd.Load(first[index * Size] + channel);
    }

    /// <summary>Vectors a step apart.</summary>
    private readonly struct Steps(float* first, nint step) : IVectorSource<TVector>, IVectorTarget<TVector>
    {
        public TVector this[int index] => TSimd.Load(first + (index * step));

        public void Put(int index, TVector value) => TSimd.Store(value, first + (index * step));
    }

    /// <summary>A column of a square of vectors.</summary>
    private readonly struct Column(TVector* first) : IVectorTarget<TVector>
    {
        public void Put(int index, TVector value) => first[index * Size] = value;
    }

    /// <summary>A row of a square of vectors.</summary>
    private readonly struct Row(TVector* first) : IVectorSource<TVector>
    {
        public TVector this[int index] => first[index];
    }

    /// <summary>Outputs of a row, to each of which a vector is added.</summary>
    private readonly struct Sums(TVector addend, float* first, nint step) : IVectorTarget<TVector>
    {
        public void Put(int index, TVector value) => TSimd.Store(TSimd.Add(value, addend), first + (index * step));
    }

    /// <summary>The same, where what is below zero becomes zero.</summary>
    private readonly struct RectifiedSums(TVector addend, float* first, nint step) : IVectorTarget<TVector>
    {
        public void Put(int index, TVector value) =>
            TSimd.Store(TSimd.Relu(TSimd.Add(value, addend)), first + (index * step));
    }
}
