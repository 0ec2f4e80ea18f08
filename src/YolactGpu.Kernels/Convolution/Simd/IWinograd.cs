namespace YolactGpu.Kernels.Convolution.Simd;

/// <summary>
/// One of Winograd's algorithms F(m x m, r x r): a patch of s by s inputs, m+r-1 by m+r-1 where the stride is 1, gives m by m outputs of an
/// r x r filter as Y = Aᵀ · [(G·g·Gᵀ) ∘ (Bᵀ·d·B)] · A, where ∘, summed over the input channels, is all that multiplies: s²
/// multiplications in place of r²·m². G·g·Gᵀ is done once, when weights are packed.
/// </summary>
internal unsafe interface IWinograd
{
    /// <summary>Gets m.</summary>
    static abstract int OutputSize { get; }

    /// <summary>Gets s down.</summary>
    static abstract int InputHeight { get; }

    /// <summary>Gets s across, the same but for <see cref="SpreadOdd{TSimd, TVector}"/> and <see cref="SpreadEven{TSimd, TVector}"/>.</summary>
    static abstract int InputWidth { get; }

    /// <summary>Gets the planes of G·g·Gᵀ.</summary>
    static abstract int WeightPlanes { get; }

    /// <summary>Gives which of them one of the planes of the input is multiplied by.</summary>
    static abstract int WeightPlane(int plane);

    /// <summary>Gets the floats that a transform needs between its two passes.</summary>
    static abstract int RoomLength { get; }

    /// <summary>Bᵀ·d·B of one patch, all channels.</summary>
    /// <param name="pixels">The pixels of the patch, <see cref="InputHeight"/> by <see cref="InputWidth"/>, each its channels.</param>
    /// <param name="channels">Input channels, a multiple of <see cref="PackedInput.Block"/>.</param>
    /// <param name="to">First plane, first block of channels, this patch.</param>
    /// <param name="planeStep">From one of as many planes to the next, in floats.</param>
    /// <param name="blockStep">From one block of channels to the next, in floats.</param>
    /// <param name="room"><see cref="RoomLength"/> floats.</param>
    static abstract void TransformInput(
        float** pixels, int channels, float* to, nint planeStep, nint blockStep, float* room);

    /// <summary>Aᵀ·M·A of one patch for one panel of output channels, plus the bias.</summary>
    /// <param name="sums">First plane of M, this patch: a row of channels.</param>
    /// <param name="planeStep">From one plane to the next, in floats.</param>
    /// <param name="bias">A row of channels.</param>
    /// <param name="relu">Whether what is below zero becomes zero.</param>
    /// <param name="to">Where the m² rows of channels go.</param>
    /// <param name="room"><see cref="RoomLength"/> floats.</param>
    static abstract void TransformOutput(
        float* sums, nint planeStep, float* bias, bool relu, in WinogradRows to, float* room);
}

/// <summary>Where the m by m outputs of a patch go, each a row of channels.</summary>
/// <param name="First">The upper left one.</param>
/// <param name="Down">From one to the one below, in floats.</param>
/// <param name="Across">From one to the next, in floats.</param>
internal readonly record struct WinogradRows(nint First, nint Down, nint Across);
