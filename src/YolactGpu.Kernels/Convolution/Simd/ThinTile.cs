using System.Runtime.CompilerServices;
using YolactGpu.Kernels.Elementwise;

namespace YolactGpu.Kernels.Convolution.Simd;

/// <summary>
/// One tile of a convolution whose output channels are at most one panel: some output rows. Packed input would be read once only, so the
/// kernel reads the pixels where they stand; blocks of pixels at the border of the image, or at the end of a row, are copied with zeros
/// around them. (Measured: offsets and masks of deformable convolutions with stride 2 take three quarters of the time of <see cref="DirectTile"/>,
/// the first layers of the mask IoU net a third.)
/// </summary>
internal static unsafe class ThinTile
{
    /// <summary>Pixels of a block.</summary>
    public const int Rows = 6;

    // Vectors of multiply-adds that a tile should take at least: some ten microseconds.
    private const long LeastWork = 50_000;

    /// <summary>Tells whether this way is possible, and the rows are not too short for it.</summary>
    /// <param name="shape">Sizes.</param>
    /// <param name="columns">Width of a panel.</param>
    public static bool Fits(in Convolution2DShape shape, int columns) =>
        shape.OutputChannels <= columns && shape.Dilation == 1 && BlocksPerRow(shape) * Rows * 3 <= shape.OutputWidth * 4;

    /// <summary>Gives the tiling: whole output rows.</summary>
    /// <param name="shape">Sizes.</param>
    /// <param name="columns">Width of a panel.</param>
    public static SimdTiling TilingOf(in Convolution2DShape shape, int columns)
    {
        int rows = shape.Batch * shape.OutputHeight;
        int rowsPerTile = (int)Math.Min(rows, 1 + (LeastWork / ((long)BlocksPerRow(shape) * Rows * shape.Taps)));
        return new SimdTiling(
            rowsPerTile * shape.OutputWidth, columns, (rows + rowsPerTile - 1) / rowsPerTile, ChannelTiles: 1, Rows, shape.Taps);
    }

    public static void Compute<TSimd, TVector>(
        int index, ConvolutionPointers memory, in Convolution2DShape shape, SimdTiling tiling, Activation activation)
        where TSimd : struct, ISimd<TVector>
        where TVector : unmanaged
    {
        if (shape.OutputChannels <= TSimd.Lanes)
        {
            Compute<TSimd, TVector, HalfPanel>(index, memory, shape, tiling, activation);
        }
        else
        {
            Compute<TSimd, TVector, WholePanel>(index, memory, shape, tiling, activation);
        }
    }

    private static int BlocksPerRow(in Convolution2DShape shape) => (shape.OutputWidth + Rows - 1) / Rows;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Compute<TSimd, TVector, TPart>(
        int index, ConvolutionPointers memory, in Convolution2DShape shape, SimdTiling tiling, Activation activation)
        where TSimd : struct, ISimd<TVector>
        where TVector : unmanaged
        where TPart : struct, IPanelPart
    {
        int channels = shape.OutputChannels;
        int columns = tiling.ChannelsPerTile;
        int inputRow = shape.InputWidth * shape.InputChannels;
        int copiedRow = (((Rows - 1) * shape.Stride) + shape.FilterWidth) * shape.InputChannels;
        int firstRow = index * (tiling.PixelsPerTile / shape.OutputWidth);
        int endRow = Math.Min(firstRow + (tiling.PixelsPerTile / shape.OutputWidth), shape.Batch * shape.OutputHeight);
        using TileMemory scratch = new((shape.FilterHeight * copiedRow) + (Rows * columns) + columns, pieces: 3);
        float* copied = scratch.Take(shape.FilterHeight * copiedRow);
        float* edge = scratch.Take(Rows * columns);
        float* bias = scratch.TakeBias(memory.Bias, 0, channels, columns);
        float* tileEnd = memory.Y + ((nint)endRow * shape.OutputWidth * channels);
        ThinBlock call = new()
        {
            PixelStep = shape.Stride * shape.InputChannels,
            RunLength = shape.FilterWidth * shape.InputChannels,
            Runs = shape.FilterHeight,
            B = memory.Weights,
            Relu = activation == Activation.Relu,
        };
        for (int row = firstRow; row < endRow; row++)
        {
            int top = (row % shape.OutputHeight * shape.Stride) - shape.Padding;
            bool isRowInside = top >= 0 && top + shape.FilterHeight <= shape.InputHeight;
            float* image = memory.X + ((nint)(row / shape.OutputHeight) * shape.InputHeight * inputRow);
            float* y = memory.Y + ((nint)row * shape.OutputWidth * channels);
            for (int block = 0; block < shape.OutputWidth; block += Rows)
            {
                // The last block begins earlier, where it can, and computes some pixels again.
                int column = memory.Residual == null ? Math.Clamp(shape.OutputWidth - Rows, 0, block) : block;
                int pixels = Math.Min(Rows, shape.OutputWidth - column);
                int left = (column * shape.Stride) - shape.Padding;
                bool isInside = isRowInside && pixels == Rows && left >= 0
                    && left + ((Rows - 1) * shape.Stride) + shape.FilterWidth <= shape.InputWidth;
                call.A = isInside ? image + (((nint)top * inputRow) + (left * shape.InputChannels)) : copied;
                call.RunStep = isInside ? inputRow : copiedRow;
                if (!isInside)
                {
                    InputRows.Copy(image, shape, top, shape.FilterHeight, left, copiedRow, copied);
                }

                // Where all vectors lie within the tile, what one writes behind its pixel is written over by the pixels that follow.
                float* to = y + ((nint)column * channels);
                if (memory.Residual == null && pixels == Rows && to + ((Rows - 1) * channels) + (TPart.Vectors * TSimd.Lanes) <= tileEnd)
                {
                    call.Start(bias, 0, to, channels);
                    ThinKernel<TSimd, TVector, TPart>.Run(call);
                    continue;
                }

                StartFrom(bias, memory.Residual == null ? null : memory.Residual + (to - memory.Y), pixels, channels, columns, edge);
                call.Start(edge, columns, edge, columns);
                ThinKernel<TSimd, TVector, TPart>.Run(call);
                for (int pixel = 0; pixel < pixels; pixel++)
                {
                    new Span<float>(edge + (pixel * columns), channels).CopyTo(new Span<float>(to + (pixel * channels), channels));
                }
            }

            if (activation > Activation.Relu)
            {
                VectorActivation.Apply(new Span<float>(y, shape.OutputWidth * channels), activation);
            }
        }
    }

    /// <summary>Fills the block's sums with bias and residual.</summary>
    private static void StartFrom(float* bias, float* residual, int pixels, int channels, int columns, float* sums)
    {
        for (int pixel = 0; pixel < Rows; pixel++)
        {
            new Span<float>(bias, columns).CopyTo(new Span<float>(sums, columns));
            for (int k = 0; k < channels && residual != null && pixel < pixels; k++)
            {
                sums[k] += residual[(pixel * channels) + k];
            }

            sums += columns;
        }
    }

    private readonly struct HalfPanel : IPanelPart
    {
        public static int Vectors => 1;
    }

    private readonly struct WholePanel : IPanelPart
    {
        public static int Vectors => 2;
    }
}

/// <summary>How many vectors of a panel hold channels, as a type.</summary>
internal interface IPanelPart
{
    static abstract int Vectors { get; }
}
