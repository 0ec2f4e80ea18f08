using YolactGpu.Kernels.Elementwise;

namespace YolactGpu.Kernels.Convolution.Tiled;

/// <summary>
/// A convolution as the tiled kernels see it: the product of a matrix of pixels, [N·OH·OW, FH·FW·span], and one of weights,
/// [FH·FW·span, K], where the span is C rounded up. Public because ILGPU emits code that names it.
/// </summary>
/// <param name="Convolution">The convolution.</param>
/// <param name="OutputHeight">OH.</param>
/// <param name="OutputWidth">OW.</param>
/// <param name="Pixels">N·OH·OW, the rows of the product.</param>
/// <param name="ChannelSpan">How far taps are apart along the sum; channels behind the last are 0.</param>
/// <param name="WeightColumns">K rounded up to a multiple of 4.</param>
/// <param name="Steps">Steps that a group takes along the sum; the last may reach into zeros behind the weights.</param>
/// <param name="StepsPerSplit">Steps that one group does; fewer than all where the sum is split.</param>
/// <param name="VectorInput">1 where x can be read 4 channels at a time; else 0.</param>
/// <param name="VectorOutput">1 where y and the residual can be accessed 4 channels at a time; else 0.</param>
/// <param name="HalfResidual">1 where the residual is stored as halves; else 0.</param>
/// <param name="HalfOutput">1 where y is stored as halves; else 0.</param>
/// <param name="Activation">Applied last.</param>
public readonly record struct TiledShape(
    Convolution2DShape Convolution,
    int OutputHeight,
    int OutputWidth,
    int Pixels,
    int ChannelSpan,
    int WeightColumns,
    int Steps,
    int StepsPerSplit,
    int VectorInput,
    int VectorOutput,
    int HalfResidual,
    int HalfOutput,
    Activation Activation)
{
    /// <summary>Prepares a convolution whose sum is cut into <paramref name="splits"/> parts.</summary>
    internal static TiledShape For(Convolution2DShape shape, Activation activation, int splits, TileFamily family)
    {
        int span = RoundUp(shape.InputChannels, family.ChannelMultiple);
        int steps = DivideUp(shape.FilterHeight * shape.FilterWidth * span, family.StepLength);
        return new TiledShape(
            shape,
            shape.OutputHeight,
            shape.OutputWidth,
            ShapeGuard.Index(shape.OutputPixels, "Pixels"),
            span,
            RoundUp(shape.OutputChannels, 4),
            steps,
            DivideUp(steps, splits),
            shape.InputChannels % 4 == 0 ? 1 : 0,
            shape.OutputChannels % 4 == 0 ? 1 : 0,
            0,
            0,
            activation);
    }

    internal static int RoundUp(int value, int multiple) => DivideUp(value, multiple) * multiple;

    internal static int DivideUp(int value, int divisor) => (value + divisor - 1) / divisor;
}
