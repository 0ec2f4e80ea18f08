namespace YolactGpu.Kernels.Convolution.Tiled.TensorCores;

/// <summary>
/// What one thread of a warp holds of 16 pixels by 8 channels of sums: of pixels g and g + 8 each channels 2·t and 2·t + 1, where g is its
/// number / 4 and t its number mod 4.
/// </summary>
internal struct Sums16x8
{
    public float Top0;
    public float Top1;
    public float Bottom0;
    public float Bottom1;
}

/// <summary>What one thread of a warp holds of 16 pixels by 32 channels of sums.</summary>
internal struct Sums16x32
{
    public Sums16x8 Channels0;
    public Sums16x8 Channels8;
    public Sums16x8 Channels16;
    public Sums16x8 Channels24;

    /// <summary>Adds a product of 16 pixels, 32 bytes of terms and 32 channels; each operand holds two of the latter.</summary>
    public void Add<TUnit>(TUnit unit, Words4 pixels, Words4 channels0, Words4 channels16)
        where TUnit : struct, IMatrixUnit
    {
        unit.Multiply(ref Channels0, pixels, channels0.X, channels0.Y);
        unit.Multiply(ref Channels8, pixels, channels0.Z, channels0.W);
        unit.Multiply(ref Channels16, pixels, channels16.X, channels16.Y);
        unit.Multiply(ref Channels24, pixels, channels16.Z, channels16.W);
    }
}
