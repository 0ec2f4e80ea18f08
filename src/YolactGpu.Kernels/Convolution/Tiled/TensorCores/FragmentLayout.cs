namespace YolactGpu.Kernels.Convolution.Tiled.TensorCores;

/// <summary>
/// Where things lie for the tensor cores. A tile in shared memory has a row per pixel, then a row per channel, each with 64 bytes of
/// terms. Halves and TF32 differ in the terms that fit, not in the bytes: an instruction takes 32 of them.
/// <para>Source: "Warp Level Matrix Instructions" in NVIDIA's PTX ISA.</para>
/// </summary>
internal static class FragmentLayout
{
    /// <summary>Bytes of terms of one row in shared memory.</summary>
    public const int RowBytes = 64;

    /// <summary>Bytes from row to row: 16 more than its terms, so that 8 rows meet all 32 banks when a matrix is loaded.</summary>
    public const int RowPitch = 80;

    /// <summary>Quads of 16 bytes from row to row.</summary>
    public const int RowQuads = RowPitch / 16;

    /// <summary>Bytes of terms that one instruction multiplies.</summary>
    public const int BytesPerInstruction = 32;

    /// <summary>
    /// Gives the byte, from the first row of 16 pixels, that a thread names to load them: the four matrices are rows 0 to 7 and 8 to 15
    /// of the first 16 bytes, then of the second.
    /// </summary>
    public static int PixelAddress(int lane) => ((lane & 15) * RowPitch) + ((lane >> 4) * 16);

    /// <summary>
    /// Gives the byte, from the first row of 16 channels, that a thread names to load them: the four matrices are the first 16 bytes of
    /// rows 0 to 7, then the second, then the same of rows 8 to 15.
    /// </summary>
    public static int ChannelAddress(int lane) => (((lane & 7) + ((lane >> 4) << 3)) * RowPitch) + (((lane >> 3) & 1) * 16);

    /// <summary>Gives the pixel, among 16, of a thread's top sums; the bottom ones are 8 further.</summary>
    public static int SumPixel(int lane) => lane >> 2;

    /// <summary>Gives the channel, among 8, of a thread's first sums; the others are the next.</summary>
    public static int SumChannel(int lane) => (lane & 3) * 2;
}
