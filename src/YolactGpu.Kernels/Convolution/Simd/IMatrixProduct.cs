namespace YolactGpu.Kernels.Convolution.Simd;

/// <summary>A way to multiply the packed pixels of a tile by panels of weights, block by block.</summary>
internal unsafe interface IMatrixProduct : IMicroKernel
{
    /// <summary>Gives the floats of a panel of weights over some depth.</summary>
    static abstract int PanelLength(int depth);

    /// <summary>Gives the floats that it needs beside the packed pixels of a tile.</summary>
    /// <param name="rows">Pixels of the tile, whole blocks.</param>
    /// <param name="depth">Depths that are packed.</param>
    static abstract int RoomLength(int rows, int depth);

    /// <summary>Makes of <see cref="MicroTile.Packed"/> what <see cref="IMicroKernel.Run"/> needs besides, in <see cref="MicroTile.Prepared"/>.</summary>
    static abstract void Prepare(in MicroTile tile);
}

/// <summary>The plain sum.</summary>
internal readonly unsafe struct PlainProduct<TMicro> : IMatrixProduct
    where TMicro : struct, IMicroKernel
{
    public static int Rows => TMicro.Rows;

    public static int Columns => TMicro.Columns;

    public static int PanelLength(int depth) => depth * Columns;

    public static int RoomLength(int rows, int depth) => 0;

    public static void Prepare(in MicroTile tile)
    {
        // Nothing.
    }

    public static void Run<TStride>(in MicroTile tile)
        where TStride : struct, IPixelStride => TMicro.Run<TStride>(tile);
}
