using YolactGpu.Graph.Execution;
using YolactGpu.Kernels.Convolution;

namespace YolactGpu.Graph.Ops;

/// <summary>The kernels that a convolution can be lowered to.</summary>
public enum ConvolutionMethod
{
    /// <summary>The plain kernel, the oracle of the others: <see cref="Convolution2D"/>.</summary>
    Plain,

    /// <summary>The processor's vectors: <see cref="Kernels.Convolution.Simd.SimdConvolution2D"/>.</summary>
    Simd,
}

/// <summary>Which kernel a convolution is lowered to.</summary>
/// <param name="Method">The kernel.</param>
/// <param name="Reason">Why, in a few words.</param>
public sealed record ConvolutionChoice(ConvolutionMethod Method, string Reason)
{
    /// <summary>Chooses by device, options and shape.</summary>
    public static ConvolutionChoice For(Convolution2DShape shape, LoweringContext context)
    {
        if (context.Options.PlainKernelsOnly)
        {
            return new ConvolutionChoice(ConvolutionMethod.Plain, "only plain kernels are wanted");
        }

        if (!context.Kernels.IsCpu)
        {
            return new ConvolutionChoice(ConvolutionMethod.Plain, "no faster kernel for this device");
        }

        return new ConvolutionChoice(ConvolutionMethod.Simd, $"direct: {shape.FilterHeight}x{shape.FilterWidth}");
    }
}
