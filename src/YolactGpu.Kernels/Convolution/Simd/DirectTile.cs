using System.Runtime.CompilerServices;
using YolactGpu.Kernels.Elementwise;

namespace YolactGpu.Kernels.Convolution.Simd;

/// <summary>
/// One tile of a convolution as a matrix product: for each pass over the depth, pack the tile's pixels, then run the
/// micro-kernel over all blocks. Sums of unfinished passes stand in y.
/// </summary>
internal static unsafe class DirectTile
{
    // Up to here a panel of weights is so small that the pixels of a block can be finished, all their channels, one
    // block after the other: y and the residual are then walked in memory order.
    private const int ShallowDepth = 256;

    public static void Compute<TMicro>(
        int index, ConvolutionPointers memory, Convolution2DShape shape, SimdTiling tiling, Activation activation)
        where TMicro : struct, IMicroKernel
    {
        int firstPixel = index / tiling.ChannelTiles * tiling.PixelsPerTile;
        int pixels = Math.Min(tiling.PixelsPerTile, (int)shape.OutputPixels - firstPixel);
        int rows = (pixels + TMicro.Rows - 1) / TMicro.Rows * TMicro.Rows;
        int firstChannel = index % tiling.ChannelTiles * tiling.ChannelsPerTile;
        int channelEnd = Math.Min(firstChannel + tiling.ChannelsPerTile, shape.OutputChannels);
        int depth = Math.Min(tiling.DepthPerPass, PackedInput.WholeBlocks(shape.Taps));

        using TileMemory scratch = new(
            (rows * depth) + (TMicro.Rows * TMicro.Columns) + tiling.ChannelsPerTile, pieces: 3);
        float* packed = scratch.Take(rows * depth);
        OutputTile output = new()
        {
            Y = memory.Y,
            Residual = memory.Residual,
            Edge = scratch.Take(TMicro.Rows * TMicro.Columns),
            Bias = scratch.TakeBias(memory.Bias, firstChannel, channelEnd, tiling.ChannelsPerTile),
            Channels = shape.OutputChannels,
            FirstChannel = firstChannel,
            ChannelEnd = channelEnd,
            FirstPixel = firstPixel,
            PixelEnd = firstPixel + pixels,
            Activation = activation,
        };

        for (int done = 0; done < shape.Taps; done += depth)
        {
            int pass = Math.Min(depth, shape.Taps - done);
            PackedInput.Pack(memory.X, shape, firstPixel, pixels, rows, done, pass, packed);
            Pass<TMicro>(output, packed, rows, memory.Weights + ((nint)done * TMicro.Columns), shape.Taps, done, pass);
        }
    }

    /// <summary>Runs the micro-kernel over all blocks of a tile, for the depths that are packed.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Pass<TMicro>(
        in OutputTile output, float* packed, int rows, float* weights, int taps, int done, int depth)
        where TMicro : struct, IMicroKernel
    {
        MicroTile tile = new()
        {
            RunLength = PackedInput.Block,
            RunStep = (nint)rows * PackedInput.Block,
            Depth = depth,
            Ahead = (nint)taps * TMicro.Columns,
        };
        bool isFirst = done == 0;
        bool isLast = done + depth == taps;
        bool pixelsOutside = taps <= ShallowDepth;
        int pixel = output.FirstPixel;
        int channel = output.FirstChannel;
        while (pixel < output.PixelEnd && channel < output.ChannelEnd)
        {
            tile.A = packed + ((nint)(pixel - output.FirstPixel) * PackedInput.Block);
            tile.B = weights + ((nint)channel * taps);
            int thisPixel = pixel;
            int thisChannel = channel;
            if (pixelsOutside)
            {
                channel += TMicro.Columns;
                if (channel >= output.ChannelEnd)
                {
                    channel = output.FirstChannel;
                    pixel += TMicro.Rows;
                }
            }
            else
            {
                pixel += TMicro.Rows;
                if (pixel >= output.PixelEnd)
                {
                    pixel = output.FirstPixel;
                    channel += TMicro.Columns;
                }
            }

            output.BringNear<TMicro>(pixel, channel);
            output.Compute<TMicro, BlockedPixels>(ref tile, thisPixel, thisChannel, isFirst, isLast);
        }
    }
}
