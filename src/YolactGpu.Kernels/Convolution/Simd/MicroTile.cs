namespace YolactGpu.Kernels.Convolution.Simd;

/// <summary>One call of a micro-kernel: some pixels times one panel of channels, summed over a range of depth.</summary>
internal unsafe ref struct MicroTile
{
    /// <summary>Packed x: float d of a run belongs to the next depth; pixels are a constant stride apart.</summary>
    public float* A;

    /// <summary>Depths that stand side by side in A.</summary>
    public int RunLength;

    /// <summary>From one run of A to the next, in floats.</summary>
    public nint RunStep;

    /// <summary>Packed weights of the panel: [depth][panel width].</summary>
    public float* B;

    /// <summary>From B to the weights that are needed next, in floats; they are brought into the second cache.</summary>
    public nint Ahead;

    /// <summary>Depths to sum over.</summary>
    public int Depth;

    /// <summary>What the sums begin from, one row per pixel: partial sums, the residual, or one row of bias (step 0).</summary>
    public float* Start;

    /// <summary>From one row of Start to the next, in floats.</summary>
    public nint StartStep;

    /// <summary>One row that is added to every row of Start, or null.</summary>
    public float* Addend;

    /// <summary>Where the sums go, one row per pixel.</summary>
    public float* C;

    /// <summary>From one row of C to the next, in floats.</summary>
    public nint CStep;

    /// <summary>Whether sums below zero become zero.</summary>
    public bool Relu;
}
