using System.Runtime.CompilerServices;
using YolactGpu.Kernels.Elementwise;

namespace YolactGpu.Kernels.Convolution.Simd;

/// <summary>
/// Where the sums of a tile begin and end: bias and residual before the first pass over the depth, the activation after
/// the last, and the blocks that hang over the edge of y.
/// </summary>
internal unsafe ref struct OutputTile
{
    /// <summary>Output [pixel][channel].</summary>
    public float* Y;

    /// <summary>As <see cref="Y"/>, or null.</summary>
    public float* Residual;

    /// <summary>Bias of the tile's channels, followed by zeros up to a whole panel.</summary>
    public float* Bias;

    /// <summary>Room for one block of sums.</summary>
    public float* Edge;

    /// <summary>Channels of y.</summary>
    public int Channels;

    /// <summary>First channel of the tile.</summary>
    public int FirstChannel;

    /// <summary>Behind the last channel of the tile.</summary>
    public int ChannelEnd;

    /// <summary>First pixel of the tile.</summary>
    public int FirstPixel;

    /// <summary>Behind the last pixel of the tile.</summary>
    public int PixelEnd;

    /// <summary>Applied after the last pass.</summary>
    public Activation Activation;

    /// <summary>Computes one block of outputs, or one pass over its depth.</summary>
    /// <param name="tile">A and B of the block; the rest is filled in here.</param>
    /// <param name="pixel">First pixel of the block.</param>
    /// <param name="channel">First channel of the block.</param>
    /// <param name="isFirst">Whether no sums stand in y yet.</param>
    /// <param name="isLast">Whether the sums are complete afterwards.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void Compute<TMicro, TStride>(ref MicroTile tile, int pixel, int channel, bool isFirst, bool isLast)
        where TMicro : struct, IMicroKernel
        where TStride : struct, IPixelStride
    {
        nint at = ((nint)pixel * Channels) + channel;
        int rows = Math.Min(TMicro.Rows, PixelEnd - pixel);
        int columns = Math.Min(TMicro.Columns, Channels - channel);
        tile.C = Y + at;
        tile.CStep = Channels;
        tile.Start = Y + at;
        tile.StartStep = Channels;
        tile.Addend = null;
        tile.Relu = isLast && Activation == Activation.Relu;
        if (isFirst)
        {
            float* bias = Bias + (channel - FirstChannel);
            bool hasResidual = Residual != null;
            tile.Start = hasResidual ? Residual + at : bias;
            tile.StartStep = hasResidual ? Channels : 0;
            tile.Addend = hasResidual ? bias : null;
            tile.AddendStep = 0;
        }

        if (rows == TMicro.Rows && columns == TMicro.Columns)
        {
            TMicro.Run<TStride>(tile);
        }
        else
        {
            ComputeEdge<TMicro, TStride>(ref tile, rows, columns);
        }

        if (isLast && Activation > Activation.Relu)
        {
            for (int row = 0; row < rows; row++)
            {
                VectorActivation.Apply(new Span<float>(Y + at + (row * Channels), columns), Activation);
            }
        }
    }

    /// <summary>Names the rows that the block at (pixel, channel) will read and write, to be brought near meanwhile.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void BringNear<TMicro>(ref MicroTile tile, int pixel, int channel)
        where TMicro : struct, IMicroKernel
    {
        bool isInside = pixel < PixelEnd && channel < ChannelEnd;
        int runs = (tile.Depth + tile.RunLength - 1) / tile.RunLength;
        tile.NextRow = Y + ((nint)pixel * Channels) + channel;
        tile.NextRowStep = Channels;
        tile.ResidualOffset = Residual != null ? (nint)(Residual - Y) : 0;
        tile.RowsPerRun = isInside ? (TMicro.Rows + runs - 1) / runs : 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void ComputeEdge<TMicro, TStride>(ref MicroTile tile, int rows, int columns)
        where TMicro : struct, IMicroKernel
        where TStride : struct, IPixelStride
    {
        float* y = tile.C;
        tile.C = Edge;
        tile.CStep = TMicro.Columns;
        if (tile.StartStep != 0)
        {
            for (int row = 0; row < rows; row++)
            {
                new Span<float>(tile.Start + (row * tile.StartStep), columns)
                    .CopyTo(new Span<float>(Edge + (row * TMicro.Columns), columns));
            }

            tile.Start = Edge;
            tile.StartStep = TMicro.Columns;
        }

        TMicro.Run<TStride>(tile);
        for (int row = 0; row < rows; row++)
        {
            new Span<float>(Edge + (row * TMicro.Columns), columns)
                .CopyTo(new Span<float>(y + ((nint)row * Channels), columns));
        }
    }
}
