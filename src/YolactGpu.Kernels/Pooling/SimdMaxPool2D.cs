using System.Numerics;
using System.Runtime.CompilerServices;
using ILGPU;
using ILGPU.Frontend;
using ILGPU.Runtime;

namespace YolactGpu.Kernels.Pooling;

/// <summary>
/// 2-D max pooling on the processor's vectors, for the CPU accelerator: as <see cref="MaxPool2D"/>, one output row per
/// index. Exact; a NaN in a window gives NaN.
/// </summary>
public sealed unsafe class SimdMaxPool2D : IKernel<SimdMaxPool2D>
{
    private const int VectorsTogether = 4;

    private readonly Action<AcceleratorStream, Index1D, ArrayView<float>, ArrayView<float>, MaxPool2DShape> launch;

    private SimdMaxPool2D(Accelerator accelerator) =>
        launch = accelerator.LoadForCpu<ArrayView<float>, ArrayView<float>, MaxPool2DShape>(CpuKernel);

    /// <inheritdoc/>
    /// <exception cref="NotSupportedException">The accelerator is not ILGPU's CPU accelerator.</exception>
    public static SimdMaxPool2D Load(Accelerator accelerator) => new(accelerator);

    /// <summary>Queues the pooling on <paramref name="stream"/>; it does not wait.</summary>
    /// <exception cref="ArgumentException">A view's length is not what <paramref name="shape"/> says.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The padding is over half the window, so that a window could be empty.</exception>
    public void Launch(AcceleratorStream stream, ArrayView<float> x, ArrayView<float> y, MaxPool2DShape shape)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(shape.Stride);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(shape.Padding, shape.WindowSize / 2);
        ShapeGuard.HasLength(x, shape.InputLength);
        ShapeGuard.HasLength(y, shape.OutputLength);

        launch(stream, shape.Batch * shape.OutputHeight, x, y, shape);
    }

    internal static void CpuKernel(Index1D index, ArrayView<float> x, ArrayView<float> y, MaxPool2DShape shape) =>
        PoolRow(index.X, x, y, shape);

    [External("max_pool_row")]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void PoolRow(int index, ArrayView<float> x, ArrayView<float> y, MaxPool2DShape shape)
    {
        int channels = shape.Channels;
        nint rowLength = (nint)shape.InputWidth * channels;
        float* image = CpuMemory.Pointer(x) + (index / shape.OutputHeight * shape.InputHeight * rowLength);
        float* maximum = CpuMemory.Pointer(y) + ((nint)index * shape.OutputWidth * channels);
        int above = (index % shape.OutputHeight * shape.Stride) - shape.Padding;
        int top = Math.Max(above, 0);
        int rows = Math.Min(above + shape.WindowSize, shape.InputHeight) - top;
        for (int column = 0; column < shape.OutputWidth; column++)
        {
            int before = (column * shape.Stride) - shape.Padding;
            int left = Math.Max(before, 0);
            int columns = Math.Min(before + shape.WindowSize, shape.InputWidth) - left;
            Window window = new(image + (top * rowLength) + ((nint)left * channels), rows, rowLength, columns, channels);
            int c = 0;
            for (; c <= channels - (VectorsTogether * Vector<float>.Count); c += VectorsTogether * Vector<float>.Count)
            {
                window.PoolFour(c, maximum + c);
            }

            for (; c <= channels - Vector<float>.Count; c += Vector<float>.Count)
            {
                window.PoolOne(c, maximum + c);
            }

            for (; c < channels; c++)
            {
                maximum[c] = window.Pool(c);
            }

            maximum += channels;
        }
    }

    /// <summary>The pixels under one window. The maxima of some channels stay in registers while they are walked.</summary>
    private readonly struct Window(float* first, int rows, nint rowLength, int columns, int channels)
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void PoolFour(int channel, float* to)
        {
            float* row = first + channel;
            Vector<float> max0 = Vector.Load(row);
            Vector<float> max1 = Vector.Load(row + Vector<float>.Count);
            Vector<float> max2 = Vector.Load(row + (2 * Vector<float>.Count));
            Vector<float> max3 = Vector.Load(row + (3 * Vector<float>.Count));
            for (int i = 0; i < rows; i++)
            {
                float* pixel = row;
                for (int j = 0; j < columns; j++)
                {
                    max0 = Vector.Max(Vector.Load(pixel), max0);
                    max1 = Vector.Max(Vector.Load(pixel + Vector<float>.Count), max1);
                    max2 = Vector.Max(Vector.Load(pixel + (2 * Vector<float>.Count)), max2);
                    max3 = Vector.Max(Vector.Load(pixel + (3 * Vector<float>.Count)), max3);
                    pixel += channels;
                }

                row += rowLength;
            }

            max0.Store(to);
            max1.Store(to + Vector<float>.Count);
            max2.Store(to + (2 * Vector<float>.Count));
            max3.Store(to + (3 * Vector<float>.Count));
        }

        public void PoolOne(int channel, float* to)
        {
            Vector<float> maximum = Vector.Load(first + channel);
            for (int pixel = 0; pixel < rows * columns; pixel++)
            {
                maximum = Vector.Max(Vector.Load(Pixel(pixel) + channel), maximum);
            }

            maximum.Store(to);
        }

        public float Pool(int channel)
        {
            float maximum = first[channel];
            for (int pixel = 0; pixel < rows * columns; pixel++)
            {
                maximum = MathF.Max(Pixel(pixel)[channel], maximum);
            }

            return maximum;
        }

        private float* Pixel(int pixel) => first + (pixel / columns * rowLength) + (pixel % columns * channels);
    }
}
