using ILGPU;
using ILGPU.Runtime;
using NUnit.Framework;

namespace YolactGpu.Tests.Kernels.Convolution.Tiled;

/// <summary>
/// Hands a kernel the tensors of a <see cref="ConvolutionCase"/> at multiples of 16 bytes, which the tiled kernels need and the
/// case's own views are not: copies with guards of NaN around them. What is written outside y is found as in the case.
/// </summary>
internal static class AlignedViews
{
    private const int Guard = 40;

    /// <summary>Wraps a launch that needs aligned views.</summary>
    public static ConvolutionLaunch Of(Accelerator accelerator, ConvolutionLaunch launch) => (x, weights, bias, residual, y) =>
    {
        using MemoryBuffer1D<float, Stride1D.Dense> alignedX = Copy(accelerator, x);
        using MemoryBuffer1D<float, Stride1D.Dense> alignedBias = Copy(accelerator, bias);
        using MemoryBuffer1D<float, Stride1D.Dense> alignedResidual = Copy(accelerator, residual);
        using MemoryBuffer1D<float, Stride1D.Dense> alignedY = Copy(accelerator, y);
        launch(Inside(alignedX), weights, Inside(alignedBias), Inside(alignedResidual), Inside(alignedY));
        accelerator.Synchronize();

        float[] written = alignedY.GetAsArray1D();
        Assert.That(
            written[..Guard].Concat(written[^Guard..]), Is.All.NaN, "Something was written outside y.");
        y.CopyFrom(Inside(alignedY));
        accelerator.Synchronize();
    };

    private static MemoryBuffer1D<float, Stride1D.Dense> Copy(Accelerator accelerator, ArrayView<float> view)
    {
        float[] values = [.. Enumerable.Repeat(float.NaN, (int)view.Length + (2 * Guard))];
        MemoryBuffer1D<float, Stride1D.Dense> buffer = accelerator.Allocate1D(values);
        if (view.Length > 0)
        {
            Inside(buffer).CopyFrom(view);
            accelerator.Synchronize();
        }

        return buffer;
    }

    private static ArrayView<float> Inside(MemoryBuffer1D<float, Stride1D.Dense> buffer) =>
        buffer.View.BaseView.SubView(Guard, buffer.Length - (2 * Guard));
}
