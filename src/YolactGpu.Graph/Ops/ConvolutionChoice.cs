using System.Globalization;
using YolactGpu.Graph.Execution;
using YolactGpu.Kernels.Convolution;
using YolactGpu.Kernels.Convolution.Simd;

namespace YolactGpu.Graph.Ops;

/// <summary>The ways to compute a convolution.</summary>
public enum ConvolutionMethod
{
    /// <summary>The plain kernel, the oracle of the others: <see cref="Convolution2D"/>.</summary>
    Plain,

    /// <summary>The plain sum on the processor's vectors: <see cref="SimdConvolution2D"/>.</summary>
    Direct,

    /// <summary>F(2x2, 3x3) on the processor's vectors: <see cref="WinogradConvolution2D"/>.</summary>
    Winograd2,

    /// <summary>F(4x4, 3x3) on the processor's vectors: <see cref="WinogradConvolution2D"/>.</summary>
    Winograd4,
}

/// <summary>How a convolution is computed.</summary>
/// <param name="Method">The way.</param>
/// <param name="Reason">Why, in a few words.</param>
public sealed record ConvolutionChoice(ConvolutionMethod Method, string Reason)
{
    /// <summary>Chooses by device, options and shape.</summary>
    public static ConvolutionChoice For(Convolution2DShape shape, LoweringContext context) =>
        context.Options.PlainKernelsOnly ? new ConvolutionChoice(ConvolutionMethod.Plain, "only plain kernels are wanted")
        : context.UsesSimd ? ForCpu(shape, context.Options)
        : new ConvolutionChoice(ConvolutionMethod.Plain, "no faster kernel for this device");

    private static ConvolutionChoice ForCpu(Convolution2DShape shape, CompileOptions options)
    {
        if (!WinogradConvolution2D.Fits(shape))
        {
            return new ConvolutionChoice(ConvolutionMethod.Direct, "not a 3x3 filter of stride 1 over sixteens of channels");
        }

        if (!options.AllowWinograd)
        {
            return new ConvolutionChoice(ConvolutionMethod.Direct, "Winograd is turned off");
        }

        // By one image of the batch: an image must get the same bits in whatever batch it comes.
        Convolution2DShape one = shape with { Batch = 1 };
        double two = WinogradTime.RelativeToDirect(one, WinogradSize.Two, SimdWidths.Best);
        double four = WinogradTime.RelativeToDirect(one, WinogradSize.Four, SimdWidths.Best);
        string reason = string.Create(
            CultureInfo.InvariantCulture, $"expected time, direct being 1: F(2x2) {two:F2}, F(4x4) {four:F2}");
        ConvolutionMethod method = Math.Min(two, four) >= 1 ? ConvolutionMethod.Direct
            : two < four ? ConvolutionMethod.Winograd2
            : ConvolutionMethod.Winograd4;
        return new ConvolutionChoice(method, reason);
    }
}
