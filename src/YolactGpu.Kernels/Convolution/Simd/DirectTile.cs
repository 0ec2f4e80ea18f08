using System.Runtime.CompilerServices;
using YolactGpu.Kernels.Elementwise;

namespace YolactGpu.Kernels.Convolution.Simd;

/// <summary>
/// One tile of a convolution as a matrix product: for each pass over the depth, pack the tile's pixels, then run the
/// micro-kernel over all blocks. Sums of unfinished passes stand in y.
/// </summary>
internal static unsafe class DirectTile
{
    // Up to here all weights of a tile are small enough to be read anew for each block of pixels.
    private const int ShallowDepth = 256;

    public static void Compute<TMicro, TInput>(
        int index, TInput input, ConvolutionPointers memory, Convolution2DShape shape, SimdTiling tiling, Activation activation)
        where TMicro : struct, IMicroKernel
        where TInput : struct, ITileInput
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

        MicroTile tile = new() { RunLength = PackedInput.Block, RunStep = (nint)rows * PackedInput.Block };
        if (shape.Taps <= ShallowDepth)
        {
            input.Pack(shape, firstPixel, pixels, rows, 0, shape.Taps, packed);
            tile.Depth = shape.Taps;
            int pixelLength = input.PixelLength(shape);
            float* next = memory.X + ((nint)(firstPixel + pixels) * pixelLength);
            BlockByBlock<TMicro>(output, ref tile, packed, memory.Weights, next, pixels * pixelLength);
            return;
        }

        for (int done = 0; done < shape.Taps; done += depth)
        {
            tile.Depth = Math.Min(depth, shape.Taps - done);
            input.Pack(shape, firstPixel, pixels, rows, done, tile.Depth, packed);
            PanelByPanel<TMicro>(output, ref tile, packed, memory.Weights + ((nint)done * TMicro.Columns), shape.Taps, done);
        }
    }

    /// <summary>
    /// All channels of one block of pixels after the other, so that y and the residual are walked in memory order. Brings
    /// the pixels of the next tile near meanwhile: here packing is a large part of the time.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void BlockByBlock<TMicro>(
        in OutputTile output, ref MicroTile tile, float* packed, float* weights, float* next, int nextLength)
        where TMicro : struct, IMicroKernel
    {
        float* nextEnd = next + nextLength;
        for (int pixel = output.FirstPixel; pixel < output.PixelEnd; pixel += TMicro.Rows)
        {
            tile.A = packed + ((nint)(pixel - output.FirstPixel) * PackedInput.Block);
            for (int channel = output.FirstChannel; channel < output.ChannelEnd; channel += TMicro.Columns)
            {
                tile.B = weights + ((nint)channel * tile.Depth);
                tile.Next = next < nextEnd ? next : tile.B;
                next += tile.Depth * TMicro.Columns;
                bool isLastChannel = channel + TMicro.Columns >= output.ChannelEnd;
                output.BringNear<TMicro>(
                    ref tile,
                    isLastChannel ? pixel + TMicro.Rows : pixel,
                    isLastChannel ? output.FirstChannel : channel + TMicro.Columns);
                output.Compute<TMicro, BlockedPixels>(ref tile, pixel, channel, isFirst: true, isLast: true);
            }
        }
    }

    /// <summary>All pixels for one panel of channels after the other; brings the next panel near meanwhile.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void PanelByPanel<TMicro>(
        in OutputTile output, ref MicroTile tile, float* packed, float* weights, int taps, int done)
        where TMicro : struct, IMicroKernel
    {
        bool isFirst = done == 0;
        bool isLast = done + tile.Depth == taps;
        for (int channel = output.FirstChannel; channel < output.ChannelEnd; channel += TMicro.Columns)
        {
            tile.B = weights + ((nint)channel * taps);
            tile.Next = tile.B + ((nint)taps * TMicro.Columns);
            for (int pixel = output.FirstPixel; pixel < output.PixelEnd; pixel += TMicro.Rows)
            {
                tile.A = packed + ((nint)(pixel - output.FirstPixel) * PackedInput.Block);
                bool isLastPixel = pixel + TMicro.Rows >= output.PixelEnd;
                output.BringNear<TMicro>(
                    ref tile,
                    isLastPixel ? output.FirstPixel : pixel + TMicro.Rows,
                    isLastPixel ? channel + TMicro.Columns : channel);
                output.Compute<TMicro, BlockedPixels>(ref tile, pixel, channel, isFirst, isLast);
            }
        }
    }
}
