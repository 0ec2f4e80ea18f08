using System.Runtime.CompilerServices;
using YolactGpu.Kernels.Elementwise;

namespace YolactGpu.Kernels.Convolution.Simd;

/// <summary>
/// One tile of a convolution as a matrix product: for each pass over the depth, pack the tile's pixels, then run the
/// micro-kernel over all blocks. Sums of unfinished passes stand in y.
/// </summary>
internal static unsafe class DirectTile
{
    // Up to here all weights of a tile, 128 KB, are small enough to be read anew for each block of pixels; measured.
    private const int FewWeights = 32 * 1024;
    private const int ShallowDepth = 256;

    public static void Compute<TMicro, TInput>(
        int index, TInput input, ConvolutionPointers memory, Convolution2DShape shape, SimdTiling tiling, Activation activation)
        where TMicro : struct, IMicroKernel
        where TInput : struct, ITileInput
    {
        if (tiling.Product == MatrixProduct.Strassen)
        {
            ComputeProduct<StrassenProduct<TMicro>, TInput>(index, input, memory, shape, tiling, activation);
        }
        else
        {
            ComputeProduct<PlainProduct<TMicro>, TInput>(index, input, memory, shape, tiling, activation);
        }
    }

    private static void ComputeProduct<TMicro, TInput>(
        int index, TInput input, ConvolutionPointers memory, Convolution2DShape shape, SimdTiling tiling, Activation activation)
        where TMicro : struct, IMatrixProduct
        where TInput : struct, ITileInput
    {
        (int firstPixel, int pixels) = tiling.Pixels(index, shape);
        int rows = (pixels + TMicro.Rows - 1) / TMicro.Rows * TMicro.Rows;
        int firstChannel = index % tiling.ChannelTiles * tiling.ChannelsPerTile;
        int channelEnd = Math.Min(firstChannel + tiling.ChannelsPerTile, shape.OutputChannels);
        int depth = Math.Min(tiling.DepthPerPass, PackedInput.WholeBlocks(shape.Taps));

        int room = TMicro.RoomLength(rows, depth);
        using TileMemory scratch = new(
            (rows * depth) + room + (TMicro.Rows * TMicro.Columns) + tiling.ChannelsPerTile, pieces: 4);
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

        MicroTile tile = new()
        {
            RunLength = PackedInput.Block,
            RunStep = (nint)rows * PackedInput.Block,
            Packed = packed,
            Prepared = scratch.Take(room),
        };
        if (shape.Taps <= ShallowDepth && shape.Taps * (channelEnd - firstChannel) <= FewWeights)
        {
            input.Pack(shape, firstPixel, pixels, rows, 0, shape.Taps, packed);
            tile.Depth = shape.Taps;
            TMicro.Prepare(tile);
            int pixelLength = input.PixelLength(shape);
            float* next = memory.X + ((nint)(firstPixel + pixels) * pixelLength);
            BlockByBlock<TMicro>(output, ref tile, memory.Weights, next, pixels * pixelLength);
            return;
        }

        for (int done = 0; done < shape.Taps; done += depth)
        {
            tile.Depth = Math.Min(depth, shape.Taps - done);
            input.Pack(shape, firstPixel, pixels, rows, done, tile.Depth, packed);
            TMicro.Prepare(tile);
            PanelByPanel<TMicro>(output, ref tile, memory.Weights + TMicro.PanelLength(done), shape.Taps, done);
        }
    }

    /// <summary>
    /// All channels of one block of pixels after the other, so that y and the residual are walked in memory order. Brings
    /// the pixels of the next tile near meanwhile: here packing is a large part of the time.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void BlockByBlock<TMicro>(
        in OutputTile output, ref MicroTile tile, float* weights, float* next, int nextLength)
        where TMicro : struct, IMatrixProduct
    {
        int panel = TMicro.PanelLength(tile.Depth);
        float* nextEnd = next + nextLength;
        for (int pixel = output.FirstPixel; pixel < output.PixelEnd; pixel += TMicro.Rows)
        {
            tile.A = tile.Packed + ((nint)(pixel - output.FirstPixel) * PackedInput.Block);
            for (int channel = output.FirstChannel; channel < output.ChannelEnd; channel += TMicro.Columns)
            {
                tile.B = weights + ((nint)(channel / TMicro.Columns) * panel);
                tile.Next = next < nextEnd ? next : tile.B;
                next += panel;
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
        in OutputTile output, ref MicroTile tile, float* weights, int taps, int done)
        where TMicro : struct, IMatrixProduct
    {
        nint panel = TMicro.PanelLength(taps);
        bool isFirst = done == 0;
        bool isLast = done + tile.Depth == taps;
        for (int channel = output.FirstChannel; channel < output.ChannelEnd; channel += TMicro.Columns)
        {
            tile.B = weights + (channel / TMicro.Columns * panel);
            tile.Next = tile.B + panel;
            for (int pixel = output.FirstPixel; pixel < output.PixelEnd; pixel += TMicro.Rows)
            {
                tile.A = tile.Packed + ((nint)(pixel - output.FirstPixel) * PackedInput.Block);
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
