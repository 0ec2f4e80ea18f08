namespace YolactGpu.Kernels.Convolution.Tiled.TensorCores;

/// <summary>
/// 16 bytes of rounded inputs or weights, 8 halves or 4 TF32 numbers; also what <c>ldmatrix</c> gives a thread: a word of
/// each of four matrices of 8 rows by 16 bytes.
/// </summary>
internal struct Words4
{
    public uint X;
    public uint Y;
    public uint Z;
    public uint W;
}

/// <summary>Two neighbouring floats, loaded and stored in one instruction.</summary>
internal struct Float2
{
    public float X;
    public float Y;
}
