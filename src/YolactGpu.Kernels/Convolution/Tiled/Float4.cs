namespace YolactGpu.Kernels.Convolution.Tiled;

/// <summary>Four neighbouring floats. ILGPU loads and stores a struct of 16 bytes in one instruction.</summary>
internal struct Float4
{
    public float X;
    public float Y;
    public float Z;
    public float W;
}
