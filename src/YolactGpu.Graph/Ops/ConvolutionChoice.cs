using System.Collections.Immutable;
using System.Globalization;
using YolactGpu.Graph.Execution;
using YolactGpu.Graph.IR;
using YolactGpu.Kernels.Convolution;
using YolactGpu.Kernels.Convolution.Simd;
using YolactGpu.Kernels.Convolution.Tiled;
using YolactGpu.Kernels.Convolution.Tiled.TensorCores;

namespace YolactGpu.Graph.Ops;

/// <summary>The ways to compute a convolution.</summary>
public enum ConvolutionMethod
{
    /// <summary>The plain kernel, the oracle of the others: <see cref="Convolution2D"/>.</summary>
    Plain,

    /// <summary>The plain sum on the processor's vectors: <see cref="SimdConvolution2D"/>.</summary>
    Direct,

    /// <summary>A step of Strassen's algorithm on the processor's vectors: <see cref="SimdConvolution2D"/>.</summary>
    Strassen,

    /// <summary>F(2x2, 3x3) on the processor's vectors: <see cref="WinogradConvolution2D"/>.</summary>
    Winograd2,

    /// <summary>F(3x3, 3x3) of stride 2 on the processor's vectors: <see cref="WinogradConvolution2D"/>.</summary>
    Winograd3,

    /// <summary>F(4x4, 3x3) on the processor's vectors: <see cref="WinogradConvolution2D"/>.</summary>
    Winograd4,

    /// <summary>F(5x5, 4x4) on the processor's vectors: <see cref="WinogradConvolution2D"/>.</summary>
    Winograd5,

    /// <summary>F(6x6, 3x3) on the processor's vectors: <see cref="WinogradConvolution2D"/>.</summary>
    Winograd6,

    /// <summary>Tiles in the registers of a work item, for OpenCL on processors: <see cref="RegisterConvolution2D"/>.</summary>
    Registers,

    /// <summary>Tiles in shared memory and registers, for GPUs: <see cref="TiledConvolution2D"/>.</summary>
    Tiled,

    /// <summary>Tiles on tensor cores, for CUDA: <see cref="TensorCoreConvolution2D"/>.</summary>
    TensorCores,
}

/// <summary>How a convolution is computed.</summary>
/// <param name="Method">The way.</param>
/// <param name="Reason">Why, in a few words.</param>
public sealed record ConvolutionChoice(ConvolutionMethod Method, string Reason)
{
    /// <summary>Gets the tile and the parts of the sum, where the method is a tiled one.</summary>
    public TileChoice Tile { get; init; }

    /// <summary>Chooses by device, options and layer.</summary>
    /// <exception cref="GraphException">The device cannot compute in the precision that the options ask for.</exception>
    public static ConvolutionChoice For(ConvolutionLayer layer, LoweringContext context)
    {
        if (context.Options.PlainKernelsOnly)
        {
            return new ConvolutionChoice(ConvolutionMethod.Plain, "only plain kernels are wanted");
        }

        DevicePrecision.Require(context.Accelerator, context.Options.Precision);
        return context.UsesSimd ? ForCpu(layer.Shape, context.Options) : TiledChoice.For(layer, context);
    }

    private static ConvolutionChoice ForCpu(Convolution2DShape shape, CompileOptions options)
    {
        if (!options.AllowWinograd)
        {
            return new ConvolutionChoice(ConvolutionMethod.Direct, "Winograd's and Strassen's algorithms are turned off");
        }

        Dictionary<ConvolutionMethod, double> times = TimesOnCpu(shape);
        string expected = string.Join(
            ", ", times.Select(pair => string.Create(CultureInfo.InvariantCulture, $"{pair.Key} {pair.Value:F2}")));
        return new ConvolutionChoice(times.MinBy(pair => pair.Value).Key, $"expected times: {expected}");
    }

    /// <summary>Gives the expected times of all ways on the processor's vectors, in that of the plain sum.</summary>
    private static Dictionary<ConvolutionMethod, double> TimesOnCpu(Convolution2DShape shape)
    {
        // By one image of the batch: an image must get the same bits in whatever batch it comes.
        Convolution2DShape one = shape with { Batch = 1 };
        Dictionary<ConvolutionMethod, double> times = Enum.GetValues<WinogradSize>()
            .Where(size => WinogradConvolution2D.Fits(shape, size))
            .ToDictionary(MethodOf, size => WinogradTime.RelativeToDirect(one, size, SimdWidths.Best));
        if (SimdConvolution2D.Fits(shape, MatrixProduct.Strassen))
        {
            times.Add(ConvolutionMethod.Strassen, StrassenTime.RelativeToPlain(one, SimdWidths.Best));
        }

        times.Add(ConvolutionMethod.Direct, 1);
        return times;
    }

    /// <summary>
    /// Chooses the algorithm of Winograd's by which some levels together, as one list of patches, are expected to take less time on the
    /// processor's vectors than one after the other, each in its best way; null where there is none.
    /// </summary>
    /// <param name="shapes">Shapes that differ in height and width alone.</param>
    public static ConvolutionChoice? ForLevels(ImmutableArray<Convolution2DShape> shapes)
    {
        Convolution2DShape[] ones = [.. shapes.Select(shape => shape with { Batch = 1 })];
        double apart = ones.Sum(one => TimesOnCpu(one).Values.Min() * WinogradTime.OfDirect(one, SimdWidths.Best));
        (WinogradSize Size, double Time)[] together =
        [
            .. Enum.GetValues<WinogradSize>()
                .Where(size => WinogradConvolution2D.Fits(ones[0], size))
                .Select(size => (size, WinogradTime.Of(ones, size, SimdWidths.Best) / apart))
                .Where(pair => pair.Item2 < 1)
                .OrderBy(pair => pair.Item2),
        ];
        return together is [(WinogradSize best, double time), ..]
            ? new ConvolutionChoice(
                MethodOf(best), string.Create(CultureInfo.InvariantCulture, $"expected time: {time:F2} of that of the levels one by one"))
            : null;
    }

    /// <summary>
    /// Gives the expected time of a 3x3 convolution of a map that is enlarged to twice its sides, computed from the phases of the map before,
    /// as a part of that of the convolution itself in its best way.
    /// </summary>
    /// <param name="phases">Sizes by phases.</param>
    /// <param name="shape">Sizes of the convolution.</param>
    public static double TimeOfPhases(SpreadShape phases, Convolution2DShape shape)
    {
        Convolution2DShape one = shape with { Batch = 1 };
        return WinogradTime.Of(phases with { Batch = 1 }, SimdWidths.Best)
            / (TimesOnCpu(one).Values.Min() * WinogradTime.OfDirect(one, SimdWidths.Best));
    }

    /// <summary>Gives the method of a product of matrices.</summary>
    public static ConvolutionMethod MethodOf(MatrixProduct product) =>
        product == MatrixProduct.Strassen ? ConvolutionMethod.Strassen : ConvolutionMethod.Direct;

    /// <summary>Gives the algorithm of one of the Winograd methods.</summary>
    internal static WinogradSize SizeOf(ConvolutionMethod method) =>
        Enum.GetValues<WinogradSize>().Single(size => MethodOf(size) == method);

    /// <summary>Gives the method of an algorithm.</summary>
    public static ConvolutionMethod MethodOf(WinogradSize size) => size switch
    {
        WinogradSize.Two => ConvolutionMethod.Winograd2,
        WinogradSize.Three => ConvolutionMethod.Winograd3,
        WinogradSize.Four => ConvolutionMethod.Winograd4,
        WinogradSize.Five => ConvolutionMethod.Winograd5,
        _ => ConvolutionMethod.Winograd6,
    };
}
