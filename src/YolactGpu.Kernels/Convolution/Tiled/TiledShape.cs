using YolactGpu.Kernels.Elementwise;

namespace YolactGpu.Kernels.Convolution.Tiled;

/// <summary>
/// A convolution as the tiled kernels see it: the product of a matrix of pixels, [N·OH·OW, FH·FW·C₄], and one of weights,
/// [FH·FW·C₄, K₄], where C₄ and K₄ are C and K rounded up to multiples of 4. Public because ILGPU emits code that names it.
/// </summary>
/// <param name="Convolution">The convolution.</param>
/// <param name="OutputHeight">OH.</param>
/// <param name="OutputWidth">OW.</param>
/// <param name="Pixels">N·OH·OW, the rows of the product.</param>
/// <param name="ChannelSpan">C₄: how far taps are apart along the sum.</param>
/// <param name="WeightColumns">K₄: the columns of the packed weights.</param>
/// <param name="Steps">Steps of <see cref="StepLength"/> along the sum; the last may reach into zeros behind the weights.</param>
/// <param name="StepsPerSplit">Steps that one group does; fewer than all where the sum is split.</param>
/// <param name="VectorInput">1 where x can be read, 4 channels at a time; else 0.</param>
/// <param name="VectorOutput">1 where y and the residual can be accessed, 4 channels at a time; else 0.</param>
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
    Activation Activation)
{
    /// <summary>Terms of the sum that a group takes into shared memory at once.</summary>
    public const int StepLength = 8;

    /// <summary>The packed weights have a multiple of this many rows, so that the last step reads inside them.</summary>
    public const int RowMultiple = 16;

    /// <summary>Prepares a convolution whose sum is cut into <paramref name="splits"/> parts.</summary>
    public static TiledShape For(Convolution2DShape shape, Activation activation, int splits)
    {
        int span = RoundUp(shape.InputChannels, 4);
        int steps = DivideUp(shape.FilterHeight * shape.FilterWidth * span, StepLength);
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
            activation);
    }

    /// <summary>Gives the rows of the packed weights: FH·FW·C₄, rounded up to <see cref="RowMultiple"/>.</summary>
    internal static int WeightRows(Convolution2DShape shape) =>
        RoundUp(shape.FilterHeight * shape.FilterWidth * RoundUp(shape.InputChannels, 4), RowMultiple);

    internal static int RoundUp(int value, int multiple) => DivideUp(value, multiple) * multiple;

    internal static int DivideUp(int value, int divisor) => (value + divisor - 1) / divisor;
}
