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

    /// <summary>What is needed next, as long as B; it is brought into the second cache meanwhile. Need not be valid.</summary>
    public float* Next;

    /// <summary>
    /// First row of y that the next block will write. Its rows are asked for a few at a time: asked for all at once, they
    /// would keep the loads of this block waiting (measured: a fifth of the time where the depth is 64).
    /// </summary>
    public float* NextRow;

    /// <summary>From one of these rows to the next, in floats.</summary>
    public nint NextRowStep;

    /// <summary>From a row of y to the row of the residual, in floats; 0 where there is none.</summary>
    public nint ResidualOffset;

    /// <summary>How many of these rows are asked for in each run.</summary>
    public int RowsPerRun;

    /// <summary>Depths to sum over.</summary>
    public int Depth;

    /// <summary>What the sums begin from, one row per pixel: partial sums, the residual, or one row of bias (step 0).</summary>
    public float* Start;

    /// <summary>From one row of Start to the next, in floats.</summary>
    public nint StartStep;

    /// <summary>What is added to the rows of Start, one row per pixel or one row for all (step 0); or null.</summary>
    public float* Addend;

    /// <summary>From one row of Addend to the next, in floats.</summary>
    public nint AddendStep;

    /// <summary>Where the sums go, one row per pixel.</summary>
    public float* C;

    /// <summary>From one row of C to the next, in floats.</summary>
    public nint CStep;

    /// <summary>The packed x of the whole tile, in which A stands.</summary>
    public float* Packed;

    /// <summary>What <see cref="IMatrixProduct.Prepare"/> made of the packed x.</summary>
    public float* Prepared;

    /// <summary>Whether sums below zero become zero.</summary>
    public bool Relu;
}
