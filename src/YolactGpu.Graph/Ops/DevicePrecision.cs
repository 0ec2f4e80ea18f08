using ILGPU.Runtime;
using YolactGpu.Graph.IR;
using YolactGpu.Kernels.Convolution;
using YolactGpu.Kernels.Convolution.Tiled.TensorCores;
using YolactGpu.Kernels.Devices;

namespace YolactGpu.Graph.Ops;

/// <summary>Which precisions a device has.</summary>
public static class DevicePrecision
{
    /// <summary>Says why a device cannot compute in a precision, or gives null where it can. Nothing falls back in silence.</summary>
    public static string? Refusal(Accelerator accelerator, ConvolutionPrecision precision) =>
        precision == ConvolutionPrecision.Float32 || TensorCoreConvolution2D.IsSupported(accelerator)
            ? null
            : $"{DeviceDescription.Of(accelerator.Device)} cannot compute in {precision}: that takes a CUDA device of compute capability 8.0 "
                + "or higher. Ask for Float32.";

    /// <summary>Throws where a device cannot compute in a precision.</summary>
    /// <exception cref="GraphException">It cannot.</exception>
    internal static void Require(Accelerator accelerator, ConvolutionPrecision precision)
    {
        if (Refusal(accelerator, precision) is { } refusal)
        {
            throw new GraphException(refusal);
        }
    }
}
