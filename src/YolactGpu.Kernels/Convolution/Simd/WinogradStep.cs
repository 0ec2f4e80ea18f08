using System.Runtime.CompilerServices;
using YolactGpu.Kernels.Elementwise;

namespace YolactGpu.Kernels.Convolution.Simd;

/// <summary>
/// The work of one tile of patches and channels between transformed input and output, and its memory: for each panel of channels multiply
/// plane by plane and transform back. Who makes one transforms the input of each patch first.
/// </summary>
internal unsafe ref struct WinogradStep : IDisposable
{
    // Between planes, so that the same patch of different planes does not fall on the same lines of the first cache.
    private const int PlaneGap = 16;

    private TileMemory scratch;

    /// <summary>Gets the first patch of the tile.</summary>
    public int FirstPatch { get; private init; }

    /// <summary>Gets the patches of the tile.</summary>
    public int PatchCount { get; private init; }

    /// <summary>Gets the patches rounded up to whole blocks of the micro-kernel.</summary>
    private int Rows { get; init; }

    /// <summary>Gets the channels to sum over.</summary>
    private int Depth { get; init; }

    /// <summary>Gets the transformed input, [plane][C / 16][row][16].</summary>
    private float* Input { get; set; }

    /// <summary>Gets the step between the planes of the transformed input.</summary>
    private nint InputPlane { get; init; }

    /// <summary>Gets where the outputs of each patch stand.</summary>
    private WinogradPatch* Places { get; set; }

    /// <summary>Gets what a transform needs between its two passes.</summary>
    private float* Room { get; set; }

    /// <summary>Gets zeros in place of a pixel.</summary>
    public float* Zeros { get; private set; }

    /// <summary>Gets room for the cells of a patch, or null.</summary>
    public float* Cells { get; private set; }

    private float* Weights { get; init; }

    private int OutputChannels { get; init; }

    private bool HasResidual { get; init; }

    /// <summary>Gets the products, [plane][row][panel].</summary>
    private float* Output { get; set; }

    private nint OutputPlane { get; init; }

    private float* Results { get; set; }

    private float* Bias { get; set; }

    private int FirstChannel { get; init; }

    private int ChannelEnd { get; init; }

    private Activation Activation { get; init; }

    /// <summary>Begins a tile.</summary>
    /// <param name="index">Its number.</param>
    /// <param name="patches">Patches of all tiles.</param>
    /// <param name="outputChannels">Channels of all tiles.</param>
    /// <param name="memory">Weights, bias and residual.</param>
    /// <param name="tiling">The tiles.</param>
    /// <param name="activation">Applied last.</param>
    /// <param name="isOfCells">Whether the inputs of a patch are cells (<see cref="PatchCells"/>).</param>
    public static WinogradStep Begin<TMicro, TWinograd>(
        int index, int patches, int outputChannels, ConvolutionPointers memory, SimdTiling tiling, Activation activation, bool isOfCells)
        where TMicro : struct, IMicroKernel
        where TWinograd : struct, IWinograd
    {
        int planes = TWinograd.InputHeight * TWinograd.InputWidth;
        int firstPatch = index / tiling.ChannelTiles * tiling.PixelsPerTile;
        int count = Math.Min(tiling.PixelsPerTile, patches - firstPatch);
        int rows = (count + TMicro.Rows - 1) / TMicro.Rows * TMicro.Rows;
        int firstChannel = index % tiling.ChannelTiles * tiling.ChannelsPerTile;
        int channels = PackedInput.WholeBlocks(tiling.DepthPerPass);
        int inputPlane = (rows * channels) + PlaneGap;
        int outputPlane = (rows * TMicro.Columns) + PlaneGap;
        int zeros = Math.Max(channels, TMicro.Columns);
        int cells = isOfCells ? planes * PackedInput.Block : 0;
        int results = TWinograd.OutputSize * TWinograd.OutputSize * TMicro.Columns;
        int places = count * sizeof(WinogradPatch) / sizeof(float);
        int length = (planes * (inputPlane + outputPlane)) + TWinograd.RoomLength + zeros + cells + results + places + tiling.ChannelsPerTile;
        WinogradStep step = new()
        {
            scratch = new TileMemory(length, pieces: 8),
            Weights = memory.Weights,
            OutputChannels = outputChannels,
            FirstPatch = firstPatch,
            PatchCount = count,
            Rows = rows,
            Depth = tiling.DepthPerPass,
            InputPlane = inputPlane,
            OutputPlane = outputPlane,
            HasResidual = memory.Residual != null,
            FirstChannel = firstChannel,
            ChannelEnd = Math.Min(firstChannel + tiling.ChannelsPerTile, outputChannels),
            Activation = activation,
        };
        step.Input = step.scratch.Take(planes * inputPlane);
        step.Output = step.scratch.Take(planes * outputPlane);
        step.Room = step.scratch.Take(TWinograd.RoomLength);
        step.Zeros = step.scratch.Take(zeros);
        step.Cells = isOfCells ? step.scratch.Take(cells) : null;
        step.Results = step.scratch.Take(results);
        step.Places = (WinogradPatch*)step.scratch.Take(places);
        step.Bias = step.scratch.TakeBias(memory.Bias, firstChannel, step.ChannelEnd, tiling.ChannelsPerTile);
        new Span<float>(step.Zeros, zeros).Clear();
        return step;
    }

    /// <summary>Transforms the input of one of the tile's patches.</summary>
    /// <param name="row">Which one.</param>
    /// <param name="pixels">Its pixels.</param>
    /// <param name="place">Where its outputs stand.</param>
    public readonly void TransformInput<TWinograd>(int row, float** pixels, in WinogradPatch place)
        where TWinograd : struct, IWinograd
    {
        TWinograd.TransformInput(
            pixels,
            PackedInput.WholeBlocks(Depth),
            Input + (row * PackedInput.Block),
            InputPlane,
            (nint)Rows * PackedInput.Block,
            Room);
        Places[row] = place;
    }

    /// <summary>Computes the outputs of the tile from the transformed input of its patches.</summary>
    public readonly void Finish<TMicro, TWinograd>()
        where TMicro : struct, IMicroKernel
        where TWinograd : struct, IWinograd
    {
        ClearRest(TWinograd.InputHeight * TWinograd.InputWidth);
        for (int channel = FirstChannel; channel < ChannelEnd; channel += TMicro.Columns)
        {
            Multiply<TMicro, TWinograd>(channel);
            TransformOutput<TMicro, TWinograd>(channel);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => scratch.Dispose();

    /// <summary>Clears the rows without a patch: they are multiplied too.</summary>
    private readonly void ClearRest(int planes)
    {
        int rest = (Rows - PatchCount) * PackedInput.Block;
        for (int plane = 0; rest > 0 && plane < planes; plane++)
        {
            float* unused = Input + (plane * InputPlane) + (PatchCount * PackedInput.Block);
            for (int c = 0; c < PackedInput.WholeBlocks(Depth); c += PackedInput.Block)
            {
                new Span<float>(unused, rest).Clear();
                unused += (nint)Rows * PackedInput.Block;
            }
        }
    }

    /// <summary>M[plane] = input[plane] · weights[plane] for one panel of channels.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void Multiply<TMicro, TWinograd>(int channel)
        where TMicro : struct, IMicroKernel
        where TWinograd : struct, IWinograd
    {
        nint panel = (nint)Depth * TMicro.Columns;
        MicroTile tile = new()
        {
            RunLength = PackedInput.Block,
            RunStep = (nint)Rows * PackedInput.Block,
            Depth = Depth,
            Start = Zeros,
            CStep = TMicro.Columns,
        };
        int planes = TWinograd.InputHeight * TWinograd.InputWidth;
        float* weights = Weights + (channel / TMicro.Columns * TWinograd.WeightPlanes * panel);
        tile.Next = weights + (TWinograd.WeightPlane(0) * panel);
        for (int plane = 0; plane < planes; plane++)
        {
            tile.B = tile.Next;
            tile.Next = weights + ((plane + 1 < planes ? TWinograd.WeightPlane(plane + 1) : TWinograd.WeightPlanes + TWinograd.WeightPlane(0)) * panel);
            for (int row = 0; row < Rows; row += TMicro.Rows)
            {
                tile.A = Input + (plane * InputPlane) + (row * PackedInput.Block);
                tile.C = Output + (plane * OutputPlane) + (row * TMicro.Columns);
                TMicro.Run<BlockedPixels>(tile);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void TransformOutput<TMicro, TWinograd>(int channel)
        where TMicro : struct, IMicroKernel
        where TWinograd : struct, IWinograd
    {
        int columns = Math.Min(TMicro.Columns, OutputChannels - channel);
        float* bias = Bias + (channel - FirstChannel);
        bool relu = Activation == Activation.Relu;
        bool isPlain = columns == TMicro.Columns && !HasResidual && Activation <= Activation.Relu;
        for (int patch = 0; patch < PatchCount; patch++)
        {
            if (patch + 1 < PatchCount)
            {
                Places[patch + 1].BringNear(channel, TMicro.Columns, OutputChannels);
            }

            float* sums = Output + (patch * TMicro.Columns);
            WinogradPatch place = Places[patch];
            if (isPlain && place.Height == TWinograd.OutputSize && place.Width == TWinograd.OutputSize)
            {
                WinogradRows y = new((nint)(place.Y + channel), place.Down, OutputChannels);
                TWinograd.TransformOutput(sums, OutputPlane, bias, relu, y, Room);
                continue;
            }

            WinogradRows results = new((nint)Results, TWinograd.OutputSize * TMicro.Columns, TMicro.Columns);
            TWinograd.TransformOutput(sums, OutputPlane, Zeros, relu: false, results, Room);
            for (int i = 0; i < place.Height; i++)
            {
                for (int j = 0; j < place.Width; j++)
                {
                    nint pixel = (i * place.Down) + (j * OutputChannels) + channel;
                    float* residual = place.Residual == null ? null : place.Residual + pixel;
                    float* result = Results + (((i * TWinograd.OutputSize) + j) * TMicro.Columns);
                    Epilogue.Store(result, bias, residual, place.Y + pixel, columns, Activation);
                }
            }
        }
    }
}
