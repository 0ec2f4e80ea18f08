using System.Runtime.CompilerServices;
using YolactGpu.Kernels.Elementwise;

namespace YolactGpu.Kernels.Convolution.Simd;

/// <summary>
/// Some patches of outputs times some channels: transform the input once, then for each panel of channels multiply
/// plane by plane and transform back. Everything between input and output stays in the caches of one core.
/// </summary>
internal static unsafe class WinogradTile
{
    // Between planes, so that the same patch of different planes does not fall on the same lines of the first cache.
    private const int PlaneGap = 16;

    public static void Compute<TMicro, TWinograd>(
        int index, in ConvolutionMaps maps, Convolution2DShape shape, SimdTiling tiling, Activation activation)
        where TMicro : struct, IMicroKernel
        where TWinograd : struct, IWinograd
    {
        int planes = TWinograd.InputSize * TWinograd.InputSize;
        int firstPatch = index / tiling.ChannelTiles * tiling.PixelsPerTile;
        int count = Math.Min(tiling.PixelsPerTile, WinogradPatches.CountOf(maps, shape, TWinograd.OutputSize) - firstPatch);
        int rows = (count + TMicro.Rows - 1) / TMicro.Rows * TMicro.Rows;
        int firstChannel = index % tiling.ChannelTiles * tiling.ChannelsPerTile;
        int channelEnd = Math.Min(firstChannel + tiling.ChannelsPerTile, shape.OutputChannels);
        int depth = tiling.DepthPerPass;
        int channels = PackedInput.WholeBlocks(depth);
        int inputPlane = (rows * channels) + PlaneGap;
        int outputPlane = (rows * TMicro.Columns) + PlaneGap;
        int zeros = Math.Max(channels, TMicro.Columns);
        bool isOfCells = PatchCells.Fits(shape);
        int cells = isOfCells ? planes * PackedInput.Block : 0;
        int results = TWinograd.OutputSize * TWinograd.OutputSize * TMicro.Columns;
        int places = count * sizeof(WinogradPatch) / sizeof(float);

        using TileMemory scratch = new(
            (planes * (inputPlane + outputPlane)) + TWinograd.RoomLength + zeros + cells + results + places + tiling.ChannelsPerTile, pieces: 8);
        Step step = new()
        {
            Weights = CpuMemory.Pointer(maps.First.Weights),
            OutputChannels = shape.OutputChannels,
            FirstPatch = firstPatch,
            PatchCount = count,
            Rows = rows,
            Depth = depth,
            InputPlane = inputPlane,
            OutputPlane = outputPlane,
            Input = scratch.Take(planes * inputPlane),
            Output = scratch.Take(planes * outputPlane),
            Room = scratch.Take(TWinograd.RoomLength),
            Zeros = scratch.Take(zeros),
            Cells = isOfCells ? scratch.Take(cells) : null,
            Results = scratch.Take(results),
            Places = (WinogradPatch*)scratch.Take(places),
            HasResidual = maps.First.Residual.Length > 0,
            Bias = scratch.TakeBias(CpuMemory.Pointer(maps.First.Bias), firstChannel, channelEnd, tiling.ChannelsPerTile),
            FirstChannel = firstChannel,
            Activation = activation,
        };
        new Span<float>(step.Zeros, zeros).Clear();
        TransformInput<TWinograd>(step, maps, shape);
        for (int channel = firstChannel; channel < channelEnd; channel += TMicro.Columns)
        {
            Multiply<TMicro, TWinograd>(step, channel);
            TransformOutput<TMicro, TWinograd>(step, channel);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void TransformInput<TWinograd>(in Step step, in ConvolutionMaps maps, in Convolution2DShape shape)
        where TWinograd : struct, IWinograd
    {
        int planes = TWinograd.InputSize * TWinograd.InputSize;
        float** pixels = stackalloc float*[planes];
        nint blockStep = (nint)step.Rows * PackedInput.Block;
        int channels = PackedInput.WholeBlocks(step.Depth);
        for (int plane = 0; step.Cells != null && plane < planes; plane++)
        {
            pixels[plane] = step.Cells + (plane * PackedInput.Block);
        }

        // The tile's patches may lie on several maps; a map's first patch follows the last one of the map before.
        int row = 0;
        int patch = step.FirstPatch;
        for (int map = 0; row < step.PatchCount; map++)
        {
            Convolution2DShape own = maps.ShapeOf(map, shape);
            WinogradPatches patches = new(own, TWinograd.OutputSize);
            float* x = CpuMemory.Pointer(maps.X(map));
            float* y = CpuMemory.Pointer(maps.Y(map));
            float* residual = CpuMemory.Pointer(maps.First.Residual);
            for (; patch < patches.Count && row < step.PatchCount; patch++)
            {
                if (step.Cells != null)
                {
                    patches.Cells(patch, TWinograd.InputSize, x, own, step.Cells);
                }
                else
                {
                    patches.Pixels(patch, TWinograd.InputSize, x, own, step.Zeros, pixels);
                }

                TWinograd.TransformInput(
                    pixels,
                    channels,
                    step.Input + (row * PackedInput.Block),
                    step.InputPlane,
                    blockStep,
                    step.Room);
                step.Places[row] = patches.Place(patch, residual, y, own);
                row++;
            }

            patch -= patches.Count;
        }

        // The rows without a patch are multiplied too.
        int rest = (step.Rows - step.PatchCount) * PackedInput.Block;
        for (int plane = 0; rest > 0 && plane < planes; plane++)
        {
            float* unused = step.Input + (plane * step.InputPlane) + (step.PatchCount * PackedInput.Block);
            for (int c = 0; c < channels; c += PackedInput.Block)
            {
                new Span<float>(unused, rest).Clear();
                unused += blockStep;
            }
        }
    }

    /// <summary>M[plane] = input[plane] · weights[plane] for one panel of channels.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Multiply<TMicro, TWinograd>(in Step step, int channel)
        where TMicro : struct, IMicroKernel
        where TWinograd : struct, IWinograd
    {
        int size = TWinograd.InputSize;
        int weightSize = TWinograd.OutputSize + TWinograd.FilterSize - 1;
        nint panel = (nint)step.Depth * TMicro.Columns;
        MicroTile tile = new()
        {
            RunLength = PackedInput.Block,
            RunStep = (nint)step.Rows * PackedInput.Block,
            Depth = step.Depth,
            Start = step.Zeros,
            CStep = TMicro.Columns,
        };
        float* weights = step.Weights + (channel / TMicro.Columns * weightSize * weightSize * panel);
        for (int plane = 0; plane < size * size; plane++)
        {
            int weightPlane = (Math.Min(plane / size, weightSize - 1) * weightSize) + Math.Min(plane % size, weightSize - 1);
            tile.B = weights + (weightPlane * panel);
            tile.Next = tile.B + panel;
            for (int row = 0; row < step.Rows; row += TMicro.Rows)
            {
                tile.A = step.Input + (plane * step.InputPlane) + (row * PackedInput.Block);
                tile.C = step.Output + (plane * step.OutputPlane) + (row * TMicro.Columns);
                TMicro.Run<BlockedPixels>(tile);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void TransformOutput<TMicro, TWinograd>(in Step step, int channel)
        where TMicro : struct, IMicroKernel
        where TWinograd : struct, IWinograd
    {
        int columns = Math.Min(TMicro.Columns, step.OutputChannels - channel);
        float* bias = step.Bias + (channel - step.FirstChannel);
        bool relu = step.Activation == Activation.Relu;
        bool isPlain = columns == TMicro.Columns && !step.HasResidual && step.Activation <= Activation.Relu;
        for (int patch = 0; patch < step.PatchCount; patch++)
        {
            if (patch + 1 < step.PatchCount)
            {
                step.Places[patch + 1].BringNear(channel, TMicro.Columns, step.OutputChannels);
            }

            float* sums = step.Output + (patch * TMicro.Columns);
            WinogradPatch place = step.Places[patch];
            if (isPlain && place.Height == TWinograd.OutputSize && place.Width == TWinograd.OutputSize)
            {
                WinogradRows y = new((nint)(place.Y + channel), place.Down, step.OutputChannels);
                TWinograd.TransformOutput(sums, step.OutputPlane, bias, relu, y, step.Room);
                continue;
            }

            WinogradRows results = new((nint)step.Results, TWinograd.OutputSize * TMicro.Columns, TMicro.Columns);
            TWinograd.TransformOutput(sums, step.OutputPlane, step.Zeros, relu: false, results, step.Room);
            for (int i = 0; i < place.Height; i++)
            {
                for (int j = 0; j < place.Width; j++)
                {
                    nint pixel = (i * place.Down) + (j * step.OutputChannels) + channel;
                    float* residual = place.Residual == null ? null : place.Residual + pixel;
                    float* result = step.Results + (((i * TWinograd.OutputSize) + j) * TMicro.Columns);
                    Epilogue.Store(result, bias, residual, place.Y + pixel, columns, step.Activation);
                }
            }
        }
    }

    /// <summary>What the parts of one tile's work share.</summary>
    private readonly ref struct Step
    {
        public float* Weights { get; init; }

        public int OutputChannels { get; init; }

        public bool HasResidual { get; init; }

        public int FirstPatch { get; init; }

        public int PatchCount { get; init; }

        /// <summary>Gets the patches rounded up to whole blocks of the micro-kernel.</summary>
        public int Rows { get; init; }

        /// <summary>Gets the step between the planes of the transformed input, [plane][C / 16][row][16].</summary>
        public nint InputPlane { get; init; }

        /// <summary>Gets the step between the planes of the products, [plane][row][panel].</summary>
        public nint OutputPlane { get; init; }

        /// <summary>Gets the channels to sum over.</summary>
        public int Depth { get; init; }

        /// <summary>Gets where the outputs of each patch stand.</summary>
        public WinogradPatch* Places { get; init; }

        public float* Input { get; init; }

        public float* Output { get; init; }

        public float* Room { get; init; }

        public float* Zeros { get; init; }

        /// <summary>Gets room for the cells of a patch, or null.</summary>
        public float* Cells { get; init; }

        public float* Results { get; init; }

        public float* Bias { get; init; }

        public int FirstChannel { get; init; }

        public Activation Activation { get; init; }
    }
}
