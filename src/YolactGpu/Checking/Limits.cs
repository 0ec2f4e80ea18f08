using YolactGpu.Kernels.Convolution;

namespace YolactGpu.Checking;

/// <summary>
/// What errors may be, as a part of a tensor's largest number: well above what rounding gives (docs/numerics.md), and far below what a wrong index does.
/// </summary>
internal static class Limits
{
    /// <summary>Instances that may differ, as a part of all: those within rounding of a threshold, or of one another.</summary>
    public const double Instances = 0.1;

    /// <summary>Gets the limit for one layer on the same inputs.</summary>
    public static double OfLayer(ConvolutionPrecision precision) => precision == ConvolutionPrecision.Float32 ? 1e-4 : 5e-3;

    /// <summary>Gets the limit for the outputs of a network, through all layers of which errors go.</summary>
    public static double OfNetwork(ConvolutionPrecision precision) => precision == ConvolutionPrecision.Float32 ? 1e-3 : 5e-2;
}
