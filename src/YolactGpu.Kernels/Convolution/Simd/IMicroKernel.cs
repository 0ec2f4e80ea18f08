namespace YolactGpu.Kernels.Convolution.Simd;

/// <summary>
/// The innermost loop: a block of sums that stays in registers while the depth runs. The block is as large as the
/// register file takes, so that each float loaded is used as often as can be.
/// </summary>
internal interface IMicroKernel
{
    /// <summary>Gets the pixels of a block.</summary>
    static abstract int Rows { get; }

    /// <summary>Gets the channels of a block: the width of a weight panel.</summary>
    static abstract int Columns { get; }

    /// <summary>C = [relu](Start + Addend + A·B).</summary>
    /// <typeparam name="TStride">Distance between the pixels of A, known when the code is compiled.</typeparam>
    static abstract void Run<TStride>(in MicroTile tile)
        where TStride : struct, IPixelStride;
}

/// <summary>The distance in floats between neighbouring pixels of packed input, as a type.</summary>
internal interface IPixelStride
{
    static abstract int Value { get; }
}

/// <summary>Input packed by blocks of sixteen channels.</summary>
internal readonly struct BlockedPixels : IPixelStride
{
    public static int Value => PackedInput.Block;
}

/// <summary>The pixels of a block, as a type.</summary>
internal interface IRowCount
{
    static abstract int Value { get; }
}

/// <summary>As many as fit in the registers of AVX-512.</summary>
internal readonly struct FourteenRows : IRowCount
{
    public static int Value => 14;
}

/// <summary>Two fewer.</summary>
internal readonly struct TwelveRows : IRowCount
{
    public static int Value => 12;
}
