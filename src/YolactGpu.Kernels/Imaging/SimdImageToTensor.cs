using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using ILGPU;
using ILGPU.Frontend;
using ILGPU.Runtime;
using YolactGpu.Kernels.Resampling;

namespace YolactGpu.Kernels.Imaging;

/// <summary>
/// Bytes of a photo to the network's input on the processor's vectors, for the CPU accelerator: the same arithmetic as
/// <see cref="ImageToTensor"/>, one row of the tensor per index. A vector holds the three colours of one pixel; its
/// fourth lane is the next pixel's red, which that pixel then overwrites.
/// </summary>
public sealed class SimdImageToTensor : IKernel<SimdImageToTensor>
{
    private readonly Action<AcceleratorStream, Index1D, ArrayView<byte>, ArrayView<float>, ImageToTensorShape> launch;

    private SimdImageToTensor(Accelerator accelerator) =>
        launch = accelerator.LoadForCpu<ArrayView<byte>, ArrayView<float>, ImageToTensorShape>(CpuKernel);

    /// <inheritdoc/>
    /// <exception cref="NotSupportedException">The accelerator is not ILGPU's CPU accelerator.</exception>
    public static SimdImageToTensor Load(Accelerator accelerator) => new(accelerator);

    /// <summary>Queues the conversion on <paramref name="stream"/>; it does not wait.</summary>
    /// <exception cref="ArgumentException">A view's length is not what <paramref name="shape"/> says.</exception>
    public void Launch(
        AcceleratorStream stream, ArrayView<byte> image, ArrayView<float> tensor, ImageToTensorShape shape)
    {
        ShapeGuard.HasLength(image, shape.ImageLength);
        ShapeGuard.HasLength(tensor, shape.TensorLength);

        launch(stream, shape.TensorHeight, image, tensor, shape);
    }

    internal static void CpuKernel(
        Index1D index, ArrayView<byte> image, ArrayView<float> tensor, ImageToTensorShape shape) =>
        ConvertRow(index.X, image, tensor, shape);

    [External("image_to_tensor_row")]
    private static void ConvertRow(int row, ArrayView<byte> image, ArrayView<float> tensor, ImageToTensorShape shape)
    {
        float sourceRow = BilinearSampling.Source(row, shape.ImageHeight, shape.TensorHeight);
        int top = (int)sourceRow;
        Span<byte> upper = CpuMemory.Run(image, top, shape.ImageWidth * 3);
        Span<byte> lower = CpuMemory.Run(image, Math.Min(top + 1, shape.ImageHeight - 1), shape.ImageWidth * 3);
        Span<float> result = CpuMemory.Run(tensor, row, shape.TensorWidth * 3);
        Vector128<float> mean = Vector128.Create(shape.Mean.R, shape.Mean.G, shape.Mean.B, 0);
        Vector128<float> scale = Vector128.Create(shape.Scale.R, shape.Scale.G, shape.Scale.B, 0);
        float down = sourceRow - top;
        for (int column = 0; column < shape.TensorWidth; column++)
        {
            float sourceColumn = BilinearSampling.Source(column, shape.ImageWidth, shape.TensorWidth);
            int left = (int)sourceColumn;
            int right = Math.Min(left + 1, shape.ImageWidth - 1);
            float across = sourceColumn - left;
            Vector128<float> above = ((1f - across) * Pixel(upper, left)) + (across * Pixel(upper, right));
            Vector128<float> below = ((1f - across) * Pixel(lower, left)) + (across * Pixel(lower, right));
            Vector128<float> value = (((1f - down) * above) + (down * below) - mean) * scale;
            Store(value, result[(column * 3)..]);
        }
    }

    /// <summary>Gives the colours of a pixel; its own three bytes alone where the row ends behind them.</summary>
    private static Vector128<float> Pixel(ReadOnlySpan<byte> row, int column)
    {
        ReadOnlySpan<byte> from = row[(column * 3)..];
        uint bytes = from.Length >= 4
            ? MemoryMarshal.Read<uint>(from)
            : from[0] | ((uint)from[1] << 8) | ((uint)from[2] << 16);
        Vector128<uint> lanes = Vector128.WidenLower(Vector128.WidenLower(Vector128.CreateScalar(bytes).AsByte()));
        return Vector128.ConvertToSingle(lanes.AsInt32());
    }

    private static void Store(Vector128<float> value, Span<float> to)
    {
        if (to.Length >= 4)
        {
            value.CopyTo(to);
        }
        else
        {
            (to[0], to[1], to[2]) = (value[0], value[1], value[2]);
        }
    }
}
