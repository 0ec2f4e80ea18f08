using System.Runtime.CompilerServices;
using YolactGpu.Kernels.Elementwise;

namespace YolactGpu.Kernels.Convolution.Simd;

/// <summary>
/// One tile of a convolution over images of three channels, the first of every backbone, or of one, which masks have: part of
/// one output row. The input rows under it are copied with their border of zeros; there the taps of one filter row stand side by side and
/// neighbouring pixels are stride · channels apart, so that the micro-kernel reads the copy as it is. (Measured for the
/// 7x7 filter of stride 2: nearly twice as fast as packing each pixel's taps.)
/// </summary>
internal static unsafe class NarrowTile
{
    /// <summary>Tells whether this way is possible.</summary>
    public static bool Fits(in Convolution2DShape shape) =>
        shape.InputChannels is 1 or 3 && shape.Dilation == 1 && shape.Stride <= 2;

    public static void Compute<TMicro>(
        int index, ConvolutionPointers memory, Convolution2DShape shape, SimdTiling tiling, Activation activation)
        where TMicro : struct, IMicroKernel
    {
        switch (shape.InputChannels * shape.Stride)
        {
            case 1:
                Compute<TMicro, PixelsOfOne>(index, memory, shape, tiling, activation);
                break;
            case 2:
                Compute<TMicro, PixelsOfTwo>(index, memory, shape, tiling, activation);
                break;
            case 3:
                Compute<TMicro, PixelsOfThree>(index, memory, shape, tiling, activation);
                break;
            default:
                Compute<TMicro, PixelsOfSix>(index, memory, shape, tiling, activation);
                break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Compute<TMicro, TStride>(
        int index, ConvolutionPointers memory, Convolution2DShape shape, SimdTiling tiling, Activation activation)
        where TMicro : struct, IMicroKernel
        where TStride : struct, IPixelStride
    {
        int tilesPerRow = tiling.PixelTiles / (shape.Batch * shape.OutputHeight);
        int firstColumn = index % tilesPerRow * tiling.PixelsPerTile;
        int row = index / tilesPerRow;
        int firstPixel = (row * shape.OutputWidth) + firstColumn;
        int pixels = Math.Min(tiling.PixelsPerTile, shape.OutputWidth - firstColumn);
        int length = (tiling.PixelsPerTile * TStride.Value) + (shape.FilterWidth * shape.InputChannels);

        using TileMemory scratch = new(
            (shape.FilterHeight * length) + (TMicro.Rows * TMicro.Columns) + tiling.ChannelsPerTile, pieces: 3);
        float* rows = scratch.Take(shape.FilterHeight * length);
        nint image = (nint)(row / shape.OutputHeight) * shape.InputHeight * shape.InputWidth * shape.InputChannels;
        InputRows.Copy(
            memory.X + image,
            shape,
            (row % shape.OutputHeight * shape.Stride) - shape.Padding,
            shape.FilterHeight,
            (firstColumn * shape.Stride) - shape.Padding,
            length,
            rows);
        OutputTile output = new()
        {
            Y = memory.Y,
            Residual = memory.Residual,
            Edge = scratch.Take(TMicro.Rows * TMicro.Columns),
            Bias = scratch.TakeBias(memory.Bias, 0, shape.OutputChannels, tiling.ChannelsPerTile),
            Channels = shape.OutputChannels,
            FirstChannel = 0,
            ChannelEnd = shape.OutputChannels,
            FirstPixel = firstPixel,
            PixelEnd = firstPixel + pixels,
            Activation = activation,
        };

        MicroTile tile = new() { RunLength = shape.FilterWidth * shape.InputChannels, RunStep = length, Depth = shape.Taps };
        for (int pixel = 0; pixel < pixels; pixel += TMicro.Rows)
        {
            for (int channel = 0; channel < shape.OutputChannels; channel += TMicro.Columns)
            {
                output.BringNear<TMicro>(ref tile, firstPixel + pixel + TMicro.Rows, channel);
                tile.A = rows + (pixel * TStride.Value);
                tile.B = memory.Weights + ((nint)channel * shape.Taps);
                tile.Next = tile.B;
                output.Compute<TMicro, TStride>(ref tile, firstPixel + pixel, channel, isFirst: true, isLast: true);
            }
        }
    }

    private readonly struct PixelsOfOne : IPixelStride
    {
        public static int Value => 1;
    }

    private readonly struct PixelsOfTwo : IPixelStride
    {
        public static int Value => 2;
    }

    private readonly struct PixelsOfThree : IPixelStride
    {
        public static int Value => 3;
    }

    private readonly struct PixelsOfSix : IPixelStride
    {
        public static int Value => 6;
    }
}
