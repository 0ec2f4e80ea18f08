using ILGPU;

namespace YolactGpu.Kernels.Convolution.Tiled;

/// <summary>
/// The device code of <see cref="TiledConvolution2D"/>, once per tile.
/// <para>A group computes a tile of pixels by channels. Step by step along the sum it takes a piece of both matrices into
/// shared memory, twice: while it multiplies one copy, the next is on its way through registers into the other, so that
/// one barrier per step is enough. Each warp of 32 threads owns 32 pixels by 64 (or 32) channels, each thread 8 by 8 (or 8 by
/// 4) of them: 4 pixels and 4 more 16 further down, 4 channels and 4 more 32 further right. So every read of shared memory
/// is 16 bytes per thread, without bank conflicts. "Warp" only names 32 neighbouring threads here.</para>
/// </summary>
internal static class TiledKernels
{
    /// <summary>Terms of the sum that a group takes into shared memory at once.</summary>
    public const int StepLength = 8;

    private const int WarpSize = 32;
    private const int WarpRows = 32;

    public static void Tile128x128Kernel(
        ArrayView<float> x, ArrayView<float> weights, ArrayView<float> bias, ArrayView<float> residual, ArrayView<float> y, TiledShape shape) =>
        Run(default(OrdinaryInput), x, x, weights, bias, residual, y, shape, SharedMemory.Allocate<Float4>(SharedQuads(128, 128)), 4, 2, true);

    public static void Tile128x64Kernel(
        ArrayView<float> x, ArrayView<float> weights, ArrayView<float> bias, ArrayView<float> residual, ArrayView<float> y, TiledShape shape) =>
        Run(default(OrdinaryInput), x, x, weights, bias, residual, y, shape, SharedMemory.Allocate<Float4>(SharedQuads(128, 64)), 4, 1, true);

    public static void Tile64x64Kernel(
        ArrayView<float> x, ArrayView<float> weights, ArrayView<float> bias, ArrayView<float> residual, ArrayView<float> y, TiledShape shape) =>
        Run(default(OrdinaryInput), x, x, weights, bias, residual, y, shape, SharedMemory.Allocate<Float4>(SharedQuads(64, 64)), 2, 1, true);

    public static void Tile64x32Kernel(
        ArrayView<float> x, ArrayView<float> weights, ArrayView<float> bias, ArrayView<float> residual, ArrayView<float> y, TiledShape shape) =>
        Run(default(OrdinaryInput), x, x, weights, bias, residual, y, shape, SharedMemory.Allocate<Float4>(SharedQuads(64, 32)), 2, 1, false);

    public static void Tile32x32Kernel(
        ArrayView<float> x, ArrayView<float> weights, ArrayView<float> bias, ArrayView<float> residual, ArrayView<float> y, TiledShape shape) =>
        Run(default(OrdinaryInput), x, x, weights, bias, residual, y, shape, SharedMemory.Allocate<Float4>(SharedQuads(32, 32)), 1, 1, false);

    public static int SharedQuads(int rows, int columns) => 2 * StepLength * (PixelPitch(rows) + (columns / 4));

    // One quad more than the pixels take, so that the threads of a warp, which write two terms of 16 pixels each, meet 32 banks.
    private static int PixelPitch(int rows) => (rows / 4) + 1;

    /// <summary>Computes one tile.</summary>
    /// <param name="start">How the input is read, not begun yet.</param>
    /// <param name="x">Input.</param>
    /// <param name="offsetMask">Offsets and masks, where the input is deformable; anything else where it is not.</param>
    /// <param name="weights">As packed.</param>
    /// <param name="bias">Bias, or empty.</param>
    /// <param name="residual">Residual, or empty.</param>
    /// <param name="y">Output, or partial sums.</param>
    /// <param name="shape">Sizes.</param>
    /// <param name="shared">Shared memory.</param>
    /// <param name="warpsDown">Warps along the pixels.</param>
    /// <param name="warpsAcross">Warps along the channels.</param>
    /// <param name="isWide">Whether a warp owns 64 channels, not 32.</param>
    public static void Run<TInput>(
        TInput start,
        ArrayView<float> x,
        ArrayView<float> offsetMask,
        ArrayView<float> weights,
        ArrayView<float> bias,
        ArrayView<float> residual,
        ArrayView<float> y,
        TiledShape shape,
        ArrayView<Float4> shared,
        int warpsDown,
        int warpsAcross,
        bool isWide)
        where TInput : struct, ITiledInput
    {
        int warpColumns = isWide ? 64 : 32;
        int rows = warpsDown * WarpRows;
        int columns = warpsAcross * warpColumns;
        int threads = warpsDown * warpsAcross * WarpSize;
        int pixelPitch = PixelPitch(rows);
        int channelPitch = columns / 4;
        int channelPitchBits = columns == 128 ? 5 : columns == 64 ? 4 : 3;
        int buffer = StepLength * (pixelPitch + channelPitch);
        bool loadsTwoPixels = rows * 2 > threads;
        bool loadsTwoWeights = columns * 2 > threads;
        ArrayView<float> sharedFloats = shared.Cast<float>();
        ArrayView<Float4> weightQuads = weights.Cast<Float4>();

        int thread = Group.IdxX;
        int tilesAcross = (shape.WeightColumns + columns - 1) / columns;
        int firstRow = Grid.IdxX / tilesAcross * rows;
        int firstColumn = Grid.IdxX % tilesAcross * columns;
        int firstStep = Grid.IdxY * shape.StepsPerSplit;
        int steps = Math.Min(shape.StepsPerSplit, shape.Steps - firstStep);

        // What this thread loads: 4 terms of one pixel or two; 4 channels of one term or two.
        int pixel = thread >> 1;
        int term = (thread & 1) * 4;
        TInput input = start;
        input.Start(offsetMask, (firstStep * StepLength) + term, firstRow + pixel, firstRow + pixel + (threads / 2), shape);
        int pixelAt = (term * pixelPitch * 4) + pixel;

        int weightRow = thread >> channelPitchBits;
        int weightQuad = thread & (channelPitch - 1);
        int weightPitch = shape.WeightColumns / 4;
        bool hasWeight = firstColumn + (weightQuad * 4) < shape.WeightColumns;
        int weight0 = hasWeight ? (((firstStep * StepLength) + weightRow) * weightPitch) + (firstColumn / 4) + weightQuad : 0;
        int weight1 = weight0 + (threads / channelPitch * weightPitch);
        int channelAt = (StepLength * pixelPitch) + (weightRow * channelPitch) + weightQuad;

        // What this thread computes, in quads from the beginning of the tile.
        int lane = thread & (WarpSize - 1);
        int warp = thread >> 5;
        int down = ((warp >> (warpsAcross - 1)) * (WarpRows / 4)) + (lane >> 3);
        int across = ((warp & (warpsAcross - 1)) * (warpColumns / 4)) + (lane & 7);
        Sums4x4 sums00 = default;
        Sums4x4 sums01 = default;
        Sums4x4 sums10 = default;
        Sums4x4 sums11 = default;

        Float4 input0 = input.Load0(x, shape);
        Float4 input1 = loadsTwoPixels ? input.Load1(x, shape) : default;
        Float4 filter0 = hasWeight ? weightQuads[weight0] : default;
        Float4 filter1 = loadsTwoWeights && hasWeight ? weightQuads[weight1] : default;
        int current = 0;
        for (int step = 0; step < steps; step++)
        {
            ArrayView<float> pixelTarget = sharedFloats.SubView((current * 4) + pixelAt, (12 * pixelPitch) + 1 + (loadsTwoPixels ? threads / 2 : 0));
            pixelTarget[0] = input0.X;
            pixelTarget[pixelPitch * 4] = input0.Y;
            pixelTarget[pixelPitch * 8] = input0.Z;
            pixelTarget[pixelPitch * 12] = input0.W;
            ArrayView<Float4> channelTarget = shared.SubView(current + channelAt, 1 + (loadsTwoWeights ? threads : 0));
            channelTarget[0] = filter0;
            if (loadsTwoPixels)
            {
                pixelTarget[threads / 2] = input1.X;
                pixelTarget[(threads / 2) + (pixelPitch * 4)] = input1.Y;
                pixelTarget[(threads / 2) + (pixelPitch * 8)] = input1.Z;
                pixelTarget[(threads / 2) + (pixelPitch * 12)] = input1.W;
            }

            if (loadsTwoWeights)
            {
                channelTarget[threads] = filter1;
            }

            Group.Barrier();
            if (step + 1 < steps)
            {
                input.Advance(offsetMask, StepLength, loadsTwoPixels, shape);
                input0 = input.Load0(x, shape);
                if (loadsTwoPixels)
                {
                    input1 = input.Load1(x, shape);
                }

                if (hasWeight)
                {
                    weight0 += StepLength * weightPitch;
                    filter0 = weightQuads[weight0];
                    if (loadsTwoWeights)
                    {
                        weight1 += StepLength * weightPitch;
                        filter1 = weightQuads[weight1];
                    }
                }
            }

            // Views from here on, so that all further indices are constants and need no instructions.
            ArrayView<Float4> pixels = shared.SubView(current + down, (7 * pixelPitch) + 5);
            ArrayView<Float4> channels = shared.SubView(current + (StepLength * pixelPitch) + across, (7 * channelPitch) + (isWide ? 9 : 1));
            Multiply(pixels, 0, channels, 0, isWide, ref sums00, ref sums01, ref sums10, ref sums11);
            Multiply(pixels, pixelPitch, channels, channelPitch, isWide, ref sums00, ref sums01, ref sums10, ref sums11);
            Multiply(pixels, 2 * pixelPitch, channels, 2 * channelPitch, isWide, ref sums00, ref sums01, ref sums10, ref sums11);
            Multiply(pixels, 3 * pixelPitch, channels, 3 * channelPitch, isWide, ref sums00, ref sums01, ref sums10, ref sums11);
            Multiply(pixels, 4 * pixelPitch, channels, 4 * channelPitch, isWide, ref sums00, ref sums01, ref sums10, ref sums11);
            Multiply(pixels, 5 * pixelPitch, channels, 5 * channelPitch, isWide, ref sums00, ref sums01, ref sums10, ref sums11);
            Multiply(pixels, 6 * pixelPitch, channels, 6 * channelPitch, isWide, ref sums00, ref sums01, ref sums10, ref sums11);
            Multiply(pixels, 7 * pixelPitch, channels, 7 * channelPitch, isWide, ref sums00, ref sums01, ref sums10, ref sums11);
            current = buffer - current;
        }

        // A loop over the blocks keeps this code short; written out, it is longer than all the rest.
        for (int block = 0; block < (isWide ? 4 : 2); block++)
        {
            Sums4x4 sums = sums00;
            if (block == 1)
            {
                sums = sums10;
            }
            else if (block == 2)
            {
                sums = sums01;
            }
            else if (block == 3)
            {
                sums = sums11;
            }

            int y0 = firstRow + (down * 4) + ((block & 1) * 16);
            int k0 = firstColumn + (across * 4) + ((block >> 1) * 32);
            OutputQuad.StoreBlock(sums, bias, residual, y, y0, Grid.IdxY * shape.Pixels, k0, shape);
        }

        if (OutputQuad.NeedsRefining(shape.Activation))
        {
            for (int row = 0; row < (isWide ? 16 : 8); row++)
            {
                int y0 = firstRow + (down * 4) + (((row >> 2) & 1) * 16) + (row & 3);
                OutputQuad.Refine(y, y0, firstColumn + (across * 4) + ((row >> 3) * 32), 4, shape);
            }
        }
    }

    private static void Multiply(
        ArrayView<Float4> pixels,
        int pixel,
        ArrayView<Float4> channels,
        int channel,
        bool isWide,
        ref Sums4x4 sums00,
        ref Sums4x4 sums01,
        ref Sums4x4 sums10,
        ref Sums4x4 sums11)
    {
        Float4 pixels0 = pixels[pixel];
        Float4 pixels1 = pixels[pixel + 4];
        Float4 channels0 = channels[channel];
        sums00.Add(pixels0, channels0);
        sums10.Add(pixels1, channels0);
        if (isWide)
        {
            Float4 channels1 = channels[channel + 8];
            sums01.Add(pixels0, channels1);
            sums11.Add(pixels1, channels1);
        }
    }
}
