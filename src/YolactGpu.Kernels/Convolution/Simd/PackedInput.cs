using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace YolactGpu.Kernels.Convolution.Simd;

/// <summary>
/// Gathers what a tile of output pixels reads into one buffer, [depth / 16][pixel][16], where depth counts
/// (filter row, filter column, channel). Stride, dilation and padding end here: the micro-kernel sees a matrix. Sixteen
/// channels stand together so that packing copies vectors, and the pixels of a block are a constant stride apart.
/// </summary>
/// <param name="x">Input [N, H, W, C].</param>
internal readonly unsafe struct PackedInput(float* x) : ITileInput
{
    /// <summary>Depths that stand side by side.</summary>
    public const int Block = 16;

    /// <summary>Rounds a depth up to whole blocks.</summary>
    public static int WholeBlocks(int depth) => (depth + Block - 1) / Block * Block;

    /// <inheritdoc/>
    public int PixelLength(in Convolution2DShape shape) => shape.Stride == 1 ? shape.InputChannels : 0;

    /// <inheritdoc/>
    public void Pack(
        in Convolution2DShape shape, int firstPixel, int pixels, int rows, int firstDepth, int depth, float* to)
    {
        int channels = shape.InputChannels;
        int packed = 0;
        while (packed < depth)
        {
            int tap = (firstDepth + packed) / channels;
            int channel = firstDepth + packed - (tap * channels);
            int run = Math.Min(channels - channel, depth - packed);
            PackTap(x + channel, shape, firstPixel, pixels, rows, tap, run, packed, to);
            packed += run;
        }

        if (pixels < rows)
        {
            ClearRest(to, pixels, rows, depth);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void PackTap(
        float* x,
        in Convolution2DShape shape,
        int firstPixel,
        int pixels,
        int rows,
        int tap,
        int run,
        int at,
        float* to)
    {
        int outputWidth = shape.OutputWidth;
        int outputHeight = shape.OutputHeight;
        int down = (tap / shape.FilterWidth * shape.Dilation) - shape.Padding;
        int across = (tap % shape.FilterWidth * shape.Dilation) - shape.Padding;
        int column = firstPixel % outputWidth;
        int row = firstPixel / outputWidth % outputHeight;
        int n = firstPixel / outputWidth / outputHeight;
        nint blockStep = (nint)rows * Block;
        bool whole = run % Block == 0 && at % Block == 0;
        float* pixelTo = to + (at / Block * blockStep);
        for (int pixel = 0; pixel < pixels; pixel++)
        {
            int i = (row * shape.Stride) + down;
            int j = (column * shape.Stride) + across;
            bool inside = (uint)i < (uint)shape.InputHeight && (uint)j < (uint)shape.InputWidth;
            float* from = x + ((((((nint)n * shape.InputHeight) + i) * shape.InputWidth) + j) * shape.InputChannels);
            if (!whole)
            {
                CopyOdd(inside ? from : null, run, at, pixelTo, blockStep);
            }
            else if (inside)
            {
                CopyBlocks(from, run, pixelTo, blockStep);
            }
            else
            {
                ClearBlocks(run, pixelTo, blockStep);
            }

            pixelTo += Block;
            column++;
            if (column == outputWidth)
            {
                column = 0;
                row++;
                if (row == outputHeight)
                {
                    row = 0;
                    n++;
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void CopyBlocks(float* from, int run, float* to, nint blockStep)
    {
        float* end = from + run;
        do
        {
            Vector512.Load(from).Store(to);
            from += Block;
            to += blockStep;
        }
        while (from < end);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void ClearBlocks(int run, float* to, nint blockStep)
    {
        for (int done = 0; done < run; done += Block)
        {
            Vector512<float>.Zero.Store(to);
            to += blockStep;
        }
    }

    /// <summary>Copies a run that begins or ends inside a block; from null it clears.</summary>
    private static void CopyOdd(float* from, int run, int at, float* to, nint blockStep)
    {
        int lane = at % Block;
        int done = 0;
        while (done < run)
        {
            int count = Math.Min(Block - lane, run - done);
            Span<float> part = new(to + lane, count);
            if (from == null)
            {
                part.Clear();
            }
            else
            {
                new ReadOnlySpan<float>(from + done, count).CopyTo(part);
            }

            done += count;
            lane = 0;
            to += blockStep;
        }
    }

    /// <summary>Clears the rows without a pixel: the micro-kernel multiplies them too.</summary>
    public static void ClearRest(float* to, int pixels, int rows, int depth)
    {
        nint blockStep = (nint)rows * Block;
        for (int block = 0; block < WholeBlocks(depth) / Block; block++)
        {
            new Span<float>(to + (block * blockStep) + (pixels * Block), (rows - pixels) * Block).Clear();
        }
    }
}
