namespace YolactGpu.Kernels.Convolution.Tiled.TensorCores;

/// <summary>
/// The instructions of a tensor core that the kernel uses. All 32 threads of a warp call them together. Tests put an emulation in
/// their place, so that the kernel around them runs on any device.
/// </summary>
internal interface IMatrixUnit
{
    /// <summary>Rounds inputs to what the unit multiplies: 8 floats to halves, or the first 4 to TF32.</summary>
    Words4 Round(Float4 low, Float4 high);

    /// <summary>Rounds two floats to halves, the first in the low bits.</summary>
    uint Pack(float low, float high);

    /// <summary>Gives the two halves of a word as floats.</summary>
    Float2 Unpack(uint halves);

    /// <summary>
    /// Loads four matrices of 8 rows by 16 bytes from shared memory (<c>ldmatrix.x4</c>). Thread i gives the address of row i mod 8
    /// of matrix i / 8, in bytes from the beginning of the tile, and gets word i mod 4 of row i / 4 of each.
    /// </summary>
    Words4 Load(uint address);

    /// <summary>
    /// Adds a product of 16 rows by 32 bytes and 32 bytes by 8 columns to 16 by 8 sums (<c>mma.sync</c>, m16n8k16 of halves or
    /// m16n8k8 of TF32). The operands lie in the threads as <see cref="FragmentLayout"/> says.
    /// </summary>
    void Multiply(ref Sums16x8 sums, Words4 pixels, uint channelsLow, uint channelsHigh);
}
