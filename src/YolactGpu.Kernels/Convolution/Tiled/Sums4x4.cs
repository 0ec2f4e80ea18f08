namespace YolactGpu.Kernels.Convolution.Tiled;

/// <summary>
/// A block of 4 pixels by 4 channels of running sums. Fields instead of an array, and no loop over them: so ILGPU
/// keeps them in registers.
/// </summary>
internal struct Sums4x4
{
    public Float4 Row0;
    public Float4 Row1;
    public Float4 Row2;
    public Float4 Row3;

    /// <summary>Adds the outer product of one input of each pixel and one weight of each channel.</summary>
    public void Add(Float4 pixels, Float4 channels)
    {
        Row0.X += pixels.X * channels.X;
        Row0.Y += pixels.X * channels.Y;
        Row0.Z += pixels.X * channels.Z;
        Row0.W += pixels.X * channels.W;
        Row1.X += pixels.Y * channels.X;
        Row1.Y += pixels.Y * channels.Y;
        Row1.Z += pixels.Y * channels.Z;
        Row1.W += pixels.Y * channels.W;
        Row2.X += pixels.Z * channels.X;
        Row2.Y += pixels.Z * channels.Y;
        Row2.Z += pixels.Z * channels.Z;
        Row2.W += pixels.Z * channels.W;
        Row3.X += pixels.W * channels.X;
        Row3.Y += pixels.W * channels.Y;
        Row3.Z += pixels.W * channels.Z;
        Row3.W += pixels.W * channels.W;
    }
}
