using System.Runtime.CompilerServices;

namespace YolactGpu.Kernels.Convolution.Simd;

/// <summary>Winograd's transforms in two dimensions: those in one, first down the columns, then along the rows.</summary>
internal readonly unsafe struct WinogradTransform<TDown, TAcross, TSimd, TVector> : IWinograd
    where TDown : struct, IWinogradPoints<TSimd, TVector>
    where TAcross : struct, IWinogradPoints<TSimd, TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : unmanaged
{
    // Measured: so many vectors of a pixel one after the other, and the processor finds out by itself which lines are needed next; what
    // stands between the two passes, 64 KB, stays in the second cache.
    private const int VectorsTogether = 16;

    public static int OutputSize => TDown.OutputSize;

    public static int InputHeight => TDown.InputSize;

    public static int InputWidth => TAcross.InputSize;

    public static int WeightPlanes => TDown.FilterTransform.Length / TDown.FilterSize * FilterColumns;

    public static int RoomLength => Size * VectorsTogether * TSimd.Lanes;

    private static int FilterColumns => TAcross.FilterTransform.Length / TAcross.FilterSize;

    private static int Size => InputHeight * InputWidth;

    public static int WeightPlane(int plane) =>
        (TDown.FilterRow(plane / InputWidth) * FilterColumns) + TAcross.FilterRow(plane % InputWidth);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void TransformInput(
        float** pixels, int channels, float* to, nint planeStep, nint blockStep, float* room)
    {
        TVector* t = (TVector*)room;
        for (int first = 0; first < channels; first += VectorsTogether * TSimd.Lanes)
        {
            int end = Math.Min(first + (VectorsTogether * TSimd.Lanes), channels);
            for (int j = 0; j < InputWidth; j++)
            {
                TVector* column = t + j;
                for (int c = first; c < end; c += TSimd.Lanes)
                {
                    TDown.Input(new PixelColumn(pixels + j, c), new Column(column));
                    column += Size;
                }
            }

            TVector* row = t;
            for (int c = first; c < end; c += TSimd.Lanes)
            {
                float* plane = to + (c / PackedInput.Block * blockStep) + (c % PackedInput.Block);
                for (int i = 0; i < InputHeight; i++)
                {
                    // What the patch to the right reads besides, the pixels behind this row; of cells, which were copied, nothing useful.
                    Prefetch.Far(pixels[(i * InputWidth) + InputWidth - 1] + c, channels, TAcross.InputStep);
                    TAcross.Input(new Row(row), new Steps(plane, planeStep));
                    plane += InputWidth * planeStep;
                    row += InputWidth;
                }
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
            for (int j = 0; j < InputWidth; j++)
            {
                TDown.Output(new Steps(plane, InputWidth * planeStep), new Column(t + j));
                plane += planeStep;
            }

            TVector addend = TSimd.Load(bias + half);
            float* pixel = (float*)to.First + half;
            for (TVector* row = t; row < t + (OutputSize * InputWidth); row += InputWidth)
            {
                if (relu)
                {
                    TAcross.Output(new Row(row), new RectifiedSums(addend, pixel, to.Across));
                }
                else
                {
                    TAcross.Output(new Row(row), new Sums(addend, pixel, to.Across));
                }

                pixel += to.Down;
            }
        }
    }

    /// <summary>Some channels of the pixels of one column of a patch.</summary>
    private readonly struct PixelColumn(float** first, int channel) : IVectorSource<TVector>
    {
        public TVector this[int index] => TSimd.Load(first[index * InputWidth] + channel);
    }

    /// <summary>Vectors a step apart.</summary>
    private readonly struct Steps(float* first, nint step) : IVectorSource<TVector>, IVectorTarget<TVector>
    {
        public TVector this[int index] => TSimd.Load(first + (index * step));

        public void Put(int index, TVector value) => TSimd.Store(value, first + (index * step));
    }

    /// <summary>A column of a rectangle of vectors.</summary>
    private readonly struct Column(TVector* first) : IVectorTarget<TVector>
    {
        public void Put(int index, TVector value) => first[index * InputWidth] = value;
    }

    /// <summary>A row of a rectangle of vectors.</summary>
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
