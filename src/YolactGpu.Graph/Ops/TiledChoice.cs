using System.Globalization;
using ILGPU.Runtime;
using ILGPU.Runtime.OpenCL;
using YolactGpu.Graph.Execution;
using YolactGpu.Kernels.Convolution;
using YolactGpu.Kernels.Convolution.Tiled;
using YolactGpu.Kernels.Convolution.Tiled.TensorCores;

namespace YolactGpu.Graph.Ops;

/// <summary>Chooses among the kernels for GPUs, by rule.</summary>
internal static class TiledChoice
{
    /// <summary>Gives the choice that the rule makes.</summary>
    public static ConvolutionChoice For(ConvolutionLayer layer, LoweringContext context)
    {
        Accelerator accelerator = context.Accelerator;
        if (context.Options.Precision != ConvolutionPrecision.Float32)
        {
            TileChoice cores = context.Kernels.Get<TensorCoreConvolution2D>().Choose(layer.Shape, context.Options.Precision);
            return new ConvolutionChoice(ConvolutionMethod.TensorCores, ByRule(accelerator)) { Tile = cores };
        }

        if (IsProcessor(accelerator))
        {
            return new ConvolutionChoice(ConvolutionMethod.Registers, "rule: a processor gains nothing from shared memory");
        }

        return TiledConvolution2D.IsSupported(accelerator.Device)
            ? new ConvolutionChoice(ConvolutionMethod.Tiled, ByRule(accelerator)) { Tile = context.Kernels.Get<TiledConvolution2D>().Choose(layer.Shape) }
            : new ConvolutionChoice(ConvolutionMethod.Registers, "rule: the device's groups or shared memory are too small for tiles");
    }

    /// <summary>Tells whether an OpenCL device is a CPU.</summary>
    public static bool IsProcessor(Accelerator accelerator) =>
        accelerator.Device is CLDevice { DeviceType: CLDeviceType.CL_DEVICE_TYPE_CPU };

    private static string ByRule(Accelerator accelerator) => string.Create(
        CultureInfo.InvariantCulture, $"rule: least estimated time on {accelerator.NumMultiprocessors} multiprocessors");
}
