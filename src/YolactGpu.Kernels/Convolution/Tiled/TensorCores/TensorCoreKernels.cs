using ILGPU;

namespace YolactGpu.Kernels.Convolution.Tiled.TensorCores;

/// <summary>
/// The device code of <see cref="TensorCoreConvolution2D"/>, once per precision and tile: inline PTX, so for CUDA alone.
/// <para>A group computes a tile of pixels by channels. Step by step along the sum it takes 64 bytes of terms of each pixel and channel into
/// shared memory, inputs rounded on the way unless they are halves already, twice: while it multiplies one copy, the next is on its way through registers into the
/// other. Each warp owns 32 or 64 pixels by 32 channels.</para>
/// </summary>
internal static class TensorCoreKernels
{
    private const int WarpSize = 32;
    private const int WarpChannels = 32;
    private const int RowQuads = FragmentLayout.RowQuads;

    public static void Half128x128CudaKernel(
        ArrayView<float> x, ArrayView<float> weights, ArrayView<float> bias, ArrayView<float> residual, ArrayView<float> y, TiledShape shape)
    {
        ArrayView<Words4> shared = SharedMemory.Allocate<Words4>(2 * (128 + 128) * RowQuads);
        Run(HalfMatrixUnit.Create(), x, weights, bias, residual, y, shape, shared, 2, 4, true, true, false);
    }

    public static void Half128x64CudaKernel(
        ArrayView<float> x, ArrayView<float> weights, ArrayView<float> bias, ArrayView<float> residual, ArrayView<float> y, TiledShape shape)
    {
        ArrayView<Words4> shared = SharedMemory.Allocate<Words4>(2 * (128 + 64) * RowQuads);
        Run(HalfMatrixUnit.Create(), x, weights, bias, residual, y, shape, shared, 4, 2, false, true, false);
    }

    public static void Half64x64CudaKernel(
        ArrayView<float> x, ArrayView<float> weights, ArrayView<float> bias, ArrayView<float> residual, ArrayView<float> y, TiledShape shape)
    {
        ArrayView<Words4> shared = SharedMemory.Allocate<Words4>(2 * (64 + 64) * RowQuads);
        Run(HalfMatrixUnit.Create(), x, weights, bias, residual, y, shape, shared, 2, 2, false, true, false);
    }

    public static void Half32x64CudaKernel(
        ArrayView<float> x, ArrayView<float> weights, ArrayView<float> bias, ArrayView<float> residual, ArrayView<float> y, TiledShape shape)
    {
        ArrayView<Words4> shared = SharedMemory.Allocate<Words4>(2 * (32 + 64) * RowQuads);
        Run(HalfMatrixUnit.Create(), x, weights, bias, residual, y, shape, shared, 1, 2, false, true, false);
    }

    public static void Half128x128OfHalvesCudaKernel(
        ArrayView<float> x, ArrayView<float> weights, ArrayView<float> bias, ArrayView<float> residual, ArrayView<float> y, TiledShape shape)
    {
        ArrayView<Words4> shared = SharedMemory.Allocate<Words4>(2 * (128 + 128) * RowQuads);
        Run(HalfMatrixUnit.Create(), x, weights, bias, residual, y, shape, shared, 2, 4, true, true, true);
    }

    public static void Half128x64OfHalvesCudaKernel(
        ArrayView<float> x, ArrayView<float> weights, ArrayView<float> bias, ArrayView<float> residual, ArrayView<float> y, TiledShape shape)
    {
        ArrayView<Words4> shared = SharedMemory.Allocate<Words4>(2 * (128 + 64) * RowQuads);
        Run(HalfMatrixUnit.Create(), x, weights, bias, residual, y, shape, shared, 4, 2, false, true, true);
    }

    public static void Half64x64OfHalvesCudaKernel(
        ArrayView<float> x, ArrayView<float> weights, ArrayView<float> bias, ArrayView<float> residual, ArrayView<float> y, TiledShape shape)
    {
        ArrayView<Words4> shared = SharedMemory.Allocate<Words4>(2 * (64 + 64) * RowQuads);
        Run(HalfMatrixUnit.Create(), x, weights, bias, residual, y, shape, shared, 2, 2, false, true, true);
    }

    public static void Half32x64OfHalvesCudaKernel(
        ArrayView<float> x, ArrayView<float> weights, ArrayView<float> bias, ArrayView<float> residual, ArrayView<float> y, TiledShape shape)
    {
        ArrayView<Words4> shared = SharedMemory.Allocate<Words4>(2 * (32 + 64) * RowQuads);
        Run(HalfMatrixUnit.Create(), x, weights, bias, residual, y, shape, shared, 1, 2, false, true, true);
    }

    public static void TensorFloat128x128CudaKernel(
        ArrayView<float> x, ArrayView<float> weights, ArrayView<float> bias, ArrayView<float> residual, ArrayView<float> y, TiledShape shape)
    {
        ArrayView<Words4> shared = SharedMemory.Allocate<Words4>(2 * (128 + 128) * RowQuads);
        Run(TensorFloatMatrixUnit.Create(), x, weights, bias, residual, y, shape, shared, 2, 4, true, false, false);
    }

    public static void TensorFloat128x64CudaKernel(
        ArrayView<float> x, ArrayView<float> weights, ArrayView<float> bias, ArrayView<float> residual, ArrayView<float> y, TiledShape shape)
    {
        ArrayView<Words4> shared = SharedMemory.Allocate<Words4>(2 * (128 + 64) * RowQuads);
        Run(TensorFloatMatrixUnit.Create(), x, weights, bias, residual, y, shape, shared, 4, 2, false, false, false);
    }

    public static void TensorFloat64x64CudaKernel(
        ArrayView<float> x, ArrayView<float> weights, ArrayView<float> bias, ArrayView<float> residual, ArrayView<float> y, TiledShape shape)
    {
        ArrayView<Words4> shared = SharedMemory.Allocate<Words4>(2 * (64 + 64) * RowQuads);
        Run(TensorFloatMatrixUnit.Create(), x, weights, bias, residual, y, shape, shared, 2, 2, false, false, false);
    }

    public static void TensorFloat32x64CudaKernel(
        ArrayView<float> x, ArrayView<float> weights, ArrayView<float> bias, ArrayView<float> residual, ArrayView<float> y, TiledShape shape)
    {
        ArrayView<Words4> shared = SharedMemory.Allocate<Words4>(2 * (32 + 64) * RowQuads);
        Run(TensorFloatMatrixUnit.Create(), x, weights, bias, residual, y, shape, shared, 1, 2, false, false, false);
    }

    /// <summary>Computes one tile with whatever unit.</summary>
    internal static void Run<TUnit>(
        TUnit unit,
        ArrayView<float> x,
        ArrayView<float> weights,
        ArrayView<float> bias,
        ArrayView<float> residual,
        ArrayView<float> y,
        TiledShape shape,
        ArrayView<Words4> shared,
        int warpsDown,
        int warpsAcross,
        bool isTall,
        bool isHalf,
        bool readsHalves)
        where TUnit : struct, IMatrixUnit
    {
        int warpPixels = isTall ? 64 : 32;
        int rows = warpsDown * warpPixels;
        int columns = warpsAcross * WarpChannels;
        int threads = warpsDown * warpsAcross * WarpSize;
        int rowsAtOnce = threads / 4;
        int loads = columns / rowsAtOnce;
        int chunkTerms = isHalf ? 8 : 4;
        int stepTerms = chunkTerms * 4;
        int buffer = (rows + columns) * RowQuads;
        ArrayView<Words4> weightQuads = weights.Cast<Words4>();

        int thread = Group.IdxX;
        int tilesAcross = (shape.WeightColumns + columns - 1) / columns;
        int firstRow = Grid.IdxX / tilesAcross * rows;
        int firstColumn = Grid.IdxX % tilesAcross * columns;
        int firstStep = Grid.IdxY * shape.StepsPerSplit;
        int steps = Math.Min(shape.StepsPerSplit, shape.Steps - firstStep);

        // What this thread loads: 16 rounded bytes of two pixels, and of up to four channels.
        int chunk = thread & 3;
        int row = thread >> 2;
        InputWalk walk = InputWalk.At((firstStep * stepTerms) + (chunk * chunkTerms), shape);
        WindowCorner corner0 = WindowCorner.Of(firstRow + row, shape);
        WindowCorner corner1 = WindowCorner.Of(firstRow + row + rowsAtOnce, shape);
        int x0 = walk.IndexFor(corner0, shape);
        int x1 = walk.IndexFor(corner1, shape);
        int weightPitch = shape.WeightColumns * 4;
        int weight = (firstStep * weightPitch) + ((firstColumn + row) * 4) + chunk;
        int columnsLeft = shape.WeightColumns - firstColumn - row;
        int target = (row * RowQuads) + chunk;

        // What this thread computes.
        int lane = thread & (WarpSize - 1);
        int warp = thread >> 5;
        int warpRow = (warpsAcross == 4 ? warp >> 2 : warp >> 1) * warpPixels;
        int warpColumn = (warp & (warpsAcross - 1)) * WarpChannels;
        uint pixelAddress = (uint)((warpRow * FragmentLayout.RowPitch) + FragmentLayout.PixelAddress(lane));
        uint channelAddress = (uint)(((rows + warpColumn) * FragmentLayout.RowPitch) + FragmentLayout.ChannelAddress(lane));
        Sums16x32 sums0 = default;
        Sums16x32 sums16 = default;
        Sums16x32 sums32 = default;
        Sums16x32 sums48 = default;

        StagedInput input0 = StagedInput.Load(x, x0, walk.Channel, shape, isHalf, readsHalves);
        StagedInput input1 = StagedInput.Load(x, x1, walk.Channel, shape, isHalf, readsHalves);
        Words4 filter0 = LoadWeights(weightQuads, weight, columnsLeft, 0);
        Words4 filter1 = loads > 1 ? LoadWeights(weightQuads, weight, columnsLeft, rowsAtOnce) : default;
        Words4 filter2 = loads > 2 ? LoadWeights(weightQuads, weight, columnsLeft, 2 * rowsAtOnce) : default;
        Words4 filter3 = loads > 2 ? LoadWeights(weightQuads, weight, columnsLeft, 3 * rowsAtOnce) : default;
        int current = 0;
        for (int step = 0; step < steps; step++)
        {
            ArrayView<Words4> targets = shared.SubView(current + target, ((rows + columns - rowsAtOnce) * RowQuads) + 1);
            targets[0] = input0.Rounded(unit, readsHalves);
            targets[rowsAtOnce * RowQuads] = input1.Rounded(unit, readsHalves);
            targets[rows * RowQuads] = filter0;
            if (loads > 1)
            {
                targets[(rows + rowsAtOnce) * RowQuads] = filter1;
            }

            if (loads > 2)
            {
                targets[(rows + (2 * rowsAtOnce)) * RowQuads] = filter2;
                targets[(rows + (3 * rowsAtOnce)) * RowQuads] = filter3;
            }

            Group.Barrier();
            if (step + 1 < steps)
            {
                bool isNewTap = walk.Advance(stepTerms, shape);
                x0 = isNewTap ? walk.IndexFor(corner0, shape) : (x0 < 0 ? x0 : x0 + stepTerms);
                x1 = isNewTap ? walk.IndexFor(corner1, shape) : (x1 < 0 ? x1 : x1 + stepTerms);
                input0 = StagedInput.Load(x, x0, walk.Channel, shape, isHalf, readsHalves);
                input1 = StagedInput.Load(x, x1, walk.Channel, shape, isHalf, readsHalves);

                weight += weightPitch;
                filter0 = LoadWeights(weightQuads, weight, columnsLeft, 0);
                if (loads > 1)
                {
                    filter1 = LoadWeights(weightQuads, weight, columnsLeft, rowsAtOnce);
                }

                if (loads > 2)
                {
                    filter2 = LoadWeights(weightQuads, weight, columnsLeft, 2 * rowsAtOnce);
                    filter3 = LoadWeights(weightQuads, weight, columnsLeft, 3 * rowsAtOnce);
                }
            }

            uint pixels = pixelAddress + ((uint)current * 16u);
            uint channels = channelAddress + ((uint)current * 16u);
            Multiply(unit, pixels, channels, isTall, ref sums0, ref sums16, ref sums32, ref sums48);
            Multiply(
                unit,
                pixels + FragmentLayout.BytesPerInstruction,
                channels + FragmentLayout.BytesPerInstruction,
                isTall,
                ref sums0,
                ref sums16,
                ref sums32,
                ref sums48);
            current = buffer - current;
        }

        // A loop over the blocks of 16 pixels keeps this code short; see TiledKernels.
        int firstPixel = Grid.IdxY * shape.Pixels;
        int channel = firstColumn + warpColumn + FragmentLayout.SumChannel(lane);
        int blocks = isTall ? 4 : 2;
        for (int block = 0; block < blocks; block++)
        {
            Sums16x32 sums = sums0;
            if (block == 1)
            {
                sums = sums16;
            }
            else if (block == 2)
            {
                sums = sums32;
            }
            else if (block == 3)
            {
                sums = sums48;
            }

            int pixel = firstRow + warpRow + (block * 16) + FragmentLayout.SumPixel(lane);
            OutputPair.Store(unit, isHalf, sums.Channels0, bias, residual, y, pixel, firstPixel, channel, shape);
            OutputPair.Store(unit, isHalf, sums.Channels8, bias, residual, y, pixel, firstPixel, channel + 8, shape);
            OutputPair.Store(unit, isHalf, sums.Channels16, bias, residual, y, pixel, firstPixel, channel + 16, shape);
            OutputPair.Store(unit, isHalf, sums.Channels24, bias, residual, y, pixel, firstPixel, channel + 24, shape);
        }

        if (OutputQuad.NeedsRefining(shape.Activation))
        {
            for (int half = 0; half < blocks * 2; half++)
            {
                int pixel = firstRow + warpRow + (half * 8) + FragmentLayout.SumPixel(lane);
                for (int k = 0; k < WarpChannels; k += 8)
                {
                    OutputQuad.Refine(y, pixel, channel + k, 2, shape);
                }
            }
        }
    }

    private static Words4 LoadWeights(ArrayView<Words4> weights, int index, int columnsLeft, int column)
    {
        Words4 words = default;
        if (column < columnsLeft)
        {
            words = weights[index + (column * 4)];
        }

        return words;
    }

    private static void Multiply<TUnit>(
        TUnit unit,
        uint pixels,
        uint channels,
        bool isTall,
        ref Sums16x32 sums0,
        ref Sums16x32 sums16,
        ref Sums16x32 sums32,
        ref Sums16x32 sums48)
        where TUnit : struct, IMatrixUnit
    {
        Words4 channels0 = unit.Load(channels);
        Words4 channels16 = unit.Load(channels + (16 * FragmentLayout.RowPitch));
        sums0.Add(unit, unit.Load(pixels), channels0, channels16);
        sums16.Add(unit, unit.Load(pixels + (16 * FragmentLayout.RowPitch)), channels0, channels16);
        if (isTall)
        {
            sums32.Add(unit, unit.Load(pixels + (32 * FragmentLayout.RowPitch)), channels0, channels16);
            sums48.Add(unit, unit.Load(pixels + (48 * FragmentLayout.RowPitch)), channels0, channels16);
        }
    }
}
