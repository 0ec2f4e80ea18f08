using ILGPU;

namespace YolactGpu.Kernels.Pooling;

/// <summary>Sizes of one pooling of whole images.</summary>
/// <param name="Batch">N.</param>
/// <param name="Height">H.</param>
/// <param name="Width">W.</param>
/// <param name="Channels">C; every channel is pooled alone.</param>
public readonly record struct GlobalPool2DShape(int Batch, int Height, int Width, int Channels)
{
    /// <summary>Gets the number of elements read.</summary>
    public long InputLength => (long)Batch * Height * Width * Channels;

    /// <summary>Gets the number of elements written.</summary>
    public long OutputLength => (long)Batch * Channels;

    internal void Check(ArrayView<float> x, ArrayView<float> y)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(Batch);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(Height);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(Width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(Channels);
        ShapeGuard.Index(InputLength, "Inputs");
        ShapeGuard.HasLength(x, InputLength);
        ShapeGuard.HasLength(y, OutputLength);
    }
}
