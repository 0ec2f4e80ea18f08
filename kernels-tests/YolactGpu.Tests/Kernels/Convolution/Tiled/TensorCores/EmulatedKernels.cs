using ILGPU;
using ILGPU.Runtime;
using NUnit.Framework;
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
        TensorCoreKernels.Run(Unit(shared, exchange, 1), x, weights, bias, residual, y, shape, shared, 2, 4, true, true, false);
    }

    public static void Half128x64(
        ArrayView<float> x, ArrayView<float> weights, ArrayView<float> bias, ArrayView<float> residual, ArrayView<float> y, TiledShape shape)
    {
        ArrayView<Words4> shared = SharedMemory.Allocate<Words4>(2 * (128 + 64) * FragmentLayout.RowQuads);
        ArrayView<uint> exchange = SharedMemory.Allocate<uint>(256 * EmulatedMatrixUnit.WordsPerThread);
        TensorCoreKernels.Run(Unit(shared, exchange, 1), x, weights, bias, residual, y, shape, shared, 4, 2, false, true, false);
    }

    public static void Half64x64(
        ArrayView<float> x, ArrayView<float> weights, ArrayView<float> bias, ArrayView<float> residual, ArrayView<float> y, TiledShape shape)
    {
        ArrayView<Words4> shared = SharedMemory.Allocate<Words4>(2 * (64 + 64) * FragmentLayout.RowQuads);
        ArrayView<uint> exchange = SharedMemory.Allocate<uint>(128 * EmulatedMatrixUnit.WordsPerThread);
        TensorCoreKernels.Run(Unit(shared, exchange, 1), x, weights, bias, residual, y, shape, shared, 2, 2, false, true, false);
    }

    public static void Half32x64(
        ArrayView<float> x, ArrayView<float> weights, ArrayView<float> bias, ArrayView<float> residual, ArrayView<float> y, TiledShape shape)
    {
        ArrayView<Words4> shared = SharedMemory.Allocate<Words4>(2 * (32 + 64) * FragmentLayout.RowQuads);
        ArrayView<uint> exchange = SharedMemory.Allocate<uint>(64 * EmulatedMatrixUnit.WordsPerThread);
        TensorCoreKernels.Run(Unit(shared, exchange, 1), x, weights, bias, residual, y, shape, shared, 1, 2, false, true, false);
    }

    public static void Half128x128OfHalves(
        ArrayView<float> x, ArrayView<float> weights, ArrayView<float> bias, ArrayView<float> residual, ArrayView<float> y, TiledShape shape)
    {
        ArrayView<Words4> shared = SharedMemory.Allocate<Words4>(2 * (128 + 128) * FragmentLayout.RowQuads);
        ArrayView<uint> exchange = SharedMemory.Allocate<uint>(256 * EmulatedMatrixUnit.WordsPerThread);
        TensorCoreKernels.Run(Unit(shared, exchange, 1), x, weights, bias, residual, y, shape, shared, 2, 4, true, true, true);
    }

    public static void Half128x64OfHalves(
        ArrayView<float> x, ArrayView<float> weights, ArrayView<float> bias, ArrayView<float> residual, ArrayView<float> y, TiledShape shape)
    {
        ArrayView<Words4> shared = SharedMemory.Allocate<Words4>(2 * (128 + 64) * FragmentLayout.RowQuads);
        ArrayView<uint> exchange = SharedMemory.Allocate<uint>(256 * EmulatedMatrixUnit.WordsPerThread);
        TensorCoreKernels.Run(Unit(shared, exchange, 1), x, weights, bias, residual, y, shape, shared, 4, 2, false, true, true);
    }

    public static void Half64x64OfHalves(
        ArrayView<float> x, ArrayView<float> weights, ArrayView<float> bias, ArrayView<float> residual, ArrayView<float> y, TiledShape shape)
    {
        ArrayView<Words4> shared = SharedMemory.Allocate<Words4>(2 * (64 + 64) * FragmentLayout.RowQuads);
        ArrayView<uint> exchange = SharedMemory.Allocate<uint>(128 * EmulatedMatrixUnit.WordsPerThread);
        TensorCoreKernels.Run(Unit(shared, exchange, 1), x, weights, bias, residual, y, shape, shared, 2, 2, false, true, true);
    }

    public static void Half32x64OfHalves(
        ArrayView<float> x, ArrayView<float> weights, ArrayView<float> bias, ArrayView<float> residual, ArrayView<float> y, TiledShape shape)
    {
        ArrayView<Words4> shared = SharedMemory.Allocate<Words4>(2 * (32 + 64) * FragmentLayout.RowQuads);
        ArrayView<uint> exchange = SharedMemory.Allocate<uint>(64 * EmulatedMatrixUnit.WordsPerThread);
        TensorCoreKernels.Run(Unit(shared, exchange, 1), x, weights, bias, residual, y, shape, shared, 1, 2, false, true, true);
    }

    public static void TensorFloat128x128(
        ArrayView<float> x, ArrayView<float> weights, ArrayView<float> bias, ArrayView<float> residual, ArrayView<float> y, TiledShape shape)
    {
        ArrayView<Words4> shared = SharedMemory.Allocate<Words4>(2 * (128 + 128) * FragmentLayout.RowQuads);
        ArrayView<uint> exchange = SharedMemory.Allocate<uint>(256 * EmulatedMatrixUnit.WordsPerThread);
        TensorCoreKernels.Run(Unit(shared, exchange, 0), x, weights, bias, residual, y, shape, shared, 2, 4, true, false, false);
    }

    public static void TensorFloat128x64(
        ArrayView<float> x, ArrayView<float> weights, ArrayView<float> bias, ArrayView<float> residual, ArrayView<float> y, TiledShape shape)
    {
        ArrayView<Words4> shared = SharedMemory.Allocate<Words4>(2 * (128 + 64) * FragmentLayout.RowQuads);
        ArrayView<uint> exchange = SharedMemory.Allocate<uint>(256 * EmulatedMatrixUnit.WordsPerThread);
        TensorCoreKernels.Run(Unit(shared, exchange, 0), x, weights, bias, residual, y, shape, shared, 4, 2, false, false, false);
    }

    public static void TensorFloat64x64(
        ArrayView<float> x, ArrayView<float> weights, ArrayView<float> bias, ArrayView<float> residual, ArrayView<float> y, TiledShape shape)
    {
        ArrayView<Words4> shared = SharedMemory.Allocate<Words4>(2 * (64 + 64) * FragmentLayout.RowQuads);
        ArrayView<uint> exchange = SharedMemory.Allocate<uint>(128 * EmulatedMatrixUnit.WordsPerThread);
        TensorCoreKernels.Run(Unit(shared, exchange, 0), x, weights, bias, residual, y, shape, shared, 2, 2, false, false, false);
    }

    public static void TensorFloat32x64(
        ArrayView<float> x, ArrayView<float> weights, ArrayView<float> bias, ArrayView<float> residual, ArrayView<float> y, TiledShape shape)
    {
        ArrayView<Words4> shared = SharedMemory.Allocate<Words4>(2 * (32 + 64) * FragmentLayout.RowQuads);
        ArrayView<uint> exchange = SharedMemory.Allocate<uint>(64 * EmulatedMatrixUnit.WordsPerThread);
        TensorCoreKernels.Run(Unit(shared, exchange, 0), x, weights, bias, residual, y, shape, shared, 1, 2, false, false, false);
    }

    /// <summary>
    /// Ignores tests where devices compile kernels: what is emulated there is their own instructions, and the detour through barriers in
    /// functions is more than OpenCL compilers take. The emulation needs a CPU accelerator, where .NET runs the code as it is written.
    /// </summary>
    public static void IgnoreUnlessSimulated(Accelerator accelerator)
    {
        if (accelerator.AcceleratorType != AcceleratorType.CPU)
        {
            Assert.Ignore("The emulation of tensor cores runs on the CPU accelerator.");
        }
    }

    private static EmulatedMatrixUnit Unit(ArrayView<Words4> shared, ArrayView<uint> exchange, int isHalf) =>
        new() { Shared = shared.Cast<uint>(), Exchange = exchange, IsHalf = isHalf };
}
