using ILGPU;
using ILGPU.Runtime;
using YolactGpu.Kernels.Resampling;

namespace YolactGpu.Kernels.Imaging;

/// <summary>Sizes and constants of one image's way into the network.</summary>
/// <param name="ImageHeight">Height of the image in pixels.</param>
/// <param name="ImageWidth">Width of the image in pixels.</param>
/// <param name="TensorHeight">Height of the network's input.</param>
/// <param name="TensorWidth">Width of the network's input.</param>
/// <param name="Mean">Subtracted, per channel, in 0..255.</param>
/// <param name="Scale">Multiplied afterwards, per channel: 1/std, or 1/255.</param>
public readonly record struct ImageToTensorShape(
    int ImageHeight, int ImageWidth, int TensorHeight, int TensorWidth, Rgb Mean, Rgb Scale)
{
    /// <summary>Gets the number of bytes of the image.</summary>
    public long ImageLength => (long)ImageHeight * ImageWidth * 3;

    /// <summary>Gets the number of elements of the tensor.</summary>
    public long TensorLength => (long)TensorHeight * TensorWidth * 3;
}

/// <summary>Three numbers, one per colour channel.</summary>
/// <param name="R">Red.</param>
/// <param name="G">Green.</param>
/// <param name="B">Blue.</param>
public readonly record struct Rgb(float R, float G, float B);

/// <summary>
/// Bytes of a photo to the network's input: bilinear resize in float (corners not aligned, no antialiasing), then
/// (value − mean) · scale.
/// <para>image: [H, W, 3] bytes, RGB. tensor: [TH, TW, 3] float, RGB: one image of a batch.</para>
/// <para>Within 1e-6·255·scale of exact arithmetic. Source: FastBaseTransform of YOLACT (which works in BGR and flips
/// the channels at the end).</para>
/// </summary>
public sealed class ImageToTensor : IKernel<ImageToTensor>
{
    private readonly Action<AcceleratorStream, Index1D, ArrayView<byte>, ArrayView<float>, ImageToTensorShape, int> launch;
    private readonly Grain grain;

    private ImageToTensor(Accelerator accelerator)
    {
        launch = accelerator.LoadIndexed<ArrayView<byte>, ArrayView<float>, ImageToTensorShape, int>(Kernel);
        grain = new Grain(accelerator);
    }

    /// <inheritdoc/>
    public static ImageToTensor Load(Accelerator accelerator) => new(accelerator);

    /// <summary>Queues the conversion on <paramref name="stream"/>; it does not wait.</summary>
    /// <exception cref="ArgumentException">A view's length is not what <paramref name="shape"/> says.</exception>
    public void Launch(
        AcceleratorStream stream, ArrayView<byte> image, ArrayView<float> tensor, ImageToTensorShape shape)
    {
        ShapeGuard.HasLength(image, shape.ImageLength);
        ShapeGuard.HasLength(tensor, shape.TensorLength);

        int pixelsPerIndex = grain.Divide(shape.TensorWidth);
        launch(stream, shape.TensorHeight * shape.TensorWidth / pixelsPerIndex, image, tensor, shape, pixelsPerIndex);
    }

    internal static void Kernel(
        Index1D index, ArrayView<byte> image, ArrayView<float> tensor, ImageToTensorShape shape, int pixelsPerIndex)
    {
        int first = index.X * pixelsPerIndex;
        int row = first / shape.TensorWidth;
        float sourceRow = BilinearSampling.Source(row, shape.ImageHeight, shape.TensorHeight);
        int top = (int)sourceRow;
        int bottom = IntrinsicMath.Min(top + 1, shape.ImageHeight - 1);
        float down = sourceRow - top;

        for (int pixel = first; pixel < first + pixelsPerIndex; pixel++)
        {
            int column = pixel % shape.TensorWidth;
            float sourceColumn = BilinearSampling.Source(column, shape.ImageWidth, shape.TensorWidth);
            int left = (int)sourceColumn;
            int right = IntrinsicMath.Min(left + 1, shape.ImageWidth - 1);
            float across = sourceColumn - left;
            int topLeft = ((top * shape.ImageWidth) + left) * 3;
            int topRight = ((top * shape.ImageWidth) + right) * 3;
            int bottomLeft = ((bottom * shape.ImageWidth) + left) * 3;
            int bottomRight = ((bottom * shape.ImageWidth) + right) * 3;

            float r = BilinearSampling.Blend(
                image[topLeft], image[topRight], image[bottomLeft], image[bottomRight], down, across);
            float g = BilinearSampling.Blend(
                image[topLeft + 1], image[topRight + 1], image[bottomLeft + 1], image[bottomRight + 1], down, across);
            float b = BilinearSampling.Blend(
                image[topLeft + 2], image[topRight + 2], image[bottomLeft + 2], image[bottomRight + 2], down, across);
            tensor[pixel * 3] = (r - shape.Mean.R) * shape.Scale.R;
            tensor[(pixel * 3) + 1] = (g - shape.Mean.G) * shape.Scale.G;
            tensor[(pixel * 3) + 2] = (b - shape.Mean.B) * shape.Scale.B;
        }
    }
}
