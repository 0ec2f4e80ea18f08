using ILGPU;
using YolactGpu.Kernels.Convolution.Tiled;
using YolactGpu.Kernels.Convolution.Tiled.TensorCores;

namespace YolactGpu.Tests.Kernels.Convolution.Tiled.TensorCores;

/// <summary>The tensor-core kernels with <see cref="EmulatedMatrixUnit"/> in place of the instructions.</summary>
internal static class EmulatedKernels
{
    public static void Half128x128(
        ArrayView<float> x, ArrayView<float> weights, ArrayView<float> bias, ArrayView<float> residual, ArrayView<float> y, TiledShape shape)
    {
        ArrayView<Words4> shared = SharedMemory.Allocate<Words4>(2 * (128 + 128) * FragmentLayout.RowQuads);
        ArrayView<uint> exchange = SharedMemory.Allocate<uint>(256 * EmulatedMatrixUnit.WordsPerThread);
        TensorCoreKernels.Run(Unit(shared, exchange, 1), x, weights, bias, residual, y, shape, shared, 2, 4, true, true);
    }

    public static void Half128x64(
        ArrayView<float> x, ArrayView<float> weights, ArrayView<float> bias, ArrayView<float> residual, ArrayView<float> y, TiledShape shape)
    {
        ArrayView<Words4> shared = SharedMemory.Allocate<Words4>(2 * (128 + 64) * FragmentLayout.RowQuads);
        ArrayView<uint> exchange = SharedMemory.Allocate<uint>(256 * EmulatedMatrixUnit.WordsPerThread);
        TensorCoreKernels.Run(Unit(shared, exchange, 1), x, weights, bias, residual, y, shape, shared, 4, 2, false, true);
    }

    public static void Half64x64(
        ArrayView<float> x, ArrayView<float> weights, ArrayView<float> bias, ArrayView<float> residual, ArrayView<float> y, TiledShape shape)
    {
        ArrayView<Words4> shared = SharedMemory.Allocate<Words4>(2 * (64 + 64) * FragmentLayout.RowQuads);
        ArrayView<uint> exchange = SharedMemory.Allocate<uint>(128 * EmulatedMatrixUnit.WordsPerThread);
        TensorCoreKernels.Run(Unit(shared, exchange, 1), x, weights, bias, residual, y, shape, shared, 2, 2, false, true);
    }

    public static void Half32x64(
        ArrayView<float> x, ArrayView<float> weights, ArrayView<float> bias, ArrayView<float> residual, ArrayView<float> y, TiledShape shape)
    {
        ArrayView<Words4> shared = SharedMemory.Allocate<Words4>(2 * (32 + 64) * FragmentLayout.RowQuads);
        ArrayView<uint> exchange = SharedMemory.Allocate<uint>(64 * EmulatedMatrixUnit.WordsPerThread);
        TensorCoreKernels.Run(Unit(shared, exchange, 1), x, weights, bias, residual, y, shape, shared, 1, 2, false, true);
    }

    public static void TensorFloat128x128(
        ArrayView<float> x, ArrayView<float> weights, ArrayView<float> bias, ArrayView<float> residual, ArrayView<float> y, TiledShape shape)
    {
        ArrayView<Words4> shared = SharedMemory.Allocate<Words4>(2 * (128 + 128) * FragmentLayout.RowQuads);
        ArrayView<uint> exchange = SharedMemory.Allocate<uint>(256 * EmulatedMatrixUnit.WordsPerThread);
        TensorCoreKernels.Run(Unit(shared, exchange, 0), x, weights, bias, residual, y, shape, shared, 2, 4, true, false);
    }

    public static void TensorFloat128x64(
        ArrayView<float> x, ArrayView<float> weights, ArrayView<float> bias, ArrayView<float> residual, ArrayView<float> y, TiledShape shape)
    {
        ArrayView<Words4> shared = SharedMemory.Allocate<Words4>(2 * (128 + 64) * FragmentLayout.RowQuads);
        ArrayView<uint> exchange = SharedMemory.Allocate<uint>(256 * EmulatedMatrixUnit.WordsPerThread);
        TensorCoreKernels.Run(Unit(shared, exchange, 0), x, weights, bias, residual, y, shape, shared, 4, 2, false, false);
    }

    public static void TensorFloat64x64(
        ArrayView<float> x, ArrayView<float> weights, ArrayView<float> bias, ArrayView<float> residual, ArrayView<float> y, TiledShape shape)
    {
        ArrayView<Words4> shared = SharedMemory.Allocate<Words4>(2 * (64 + 64) * FragmentLayout.RowQuads);
        ArrayView<uint> exchange = SharedMemory.Allocate<uint>(128 * EmulatedMatrixUnit.WordsPerThread);
        TensorCoreKernels.Run(Unit(shared, exchange, 0), x, weights, bias, residual, y, shape, shared, 2, 2, false, false);
    }

    public static void TensorFloat32x64(
        ArrayView<float> x, ArrayView<float> weights, ArrayView<float> bias, ArrayView<float> residual, ArrayView<float> y, TiledShape shape)
    {
        ArrayView<Words4> shared = SharedMemory.Allocate<Words4>(2 * (32 + 64) * FragmentLayout.RowQuads);
        ArrayView<uint> exchange = SharedMemory.Allocate<uint>(64 * EmulatedMatrixUnit.WordsPerThread);
        TensorCoreKernels.Run(Unit(shared, exchange, 0), x, weights, bias, residual, y, shape, shared, 1, 2, false, false);
    }

    private static EmulatedMatrixUnit Unit(ArrayView<Words4> shared, ArrayView<uint> exchange, int isHalf) =>
        new() { Shared = shared.Cast<uint>(), Exchange = exchange, IsHalf = isHalf };
}
