namespace YolactGpu.Kernels.Convolution.Simd;

/// <summary>
/// The points that one of Winograd's algorithms evaluates polynomials at, as the transforms in one dimension that follow
/// from them; <see cref="WinogradTransform{TDown, TAcross, TSimd, TVector}"/> makes those in two dimensions of them.
/// </summary>
internal interface IWinogradPoints<TSimd, TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : unmanaged
{
    /// <summary>Gets m.</summary>
    static abstract int OutputSize { get; }

    /// <summary>Gets r: the taps of a filter along an axis.</summary>
    static abstract int FilterSize { get; }

    /// <summary>Gets the inputs that m outputs read.</summary>
    static abstract int InputSize { get; }

    /// <summary>Gets the inputs from the first of a patch to the first of the next: m times the stride.</summary>
    static abstract int InputStep { get; }

    /// <summary>
    /// Gets G, row-major, r columns. Row of a point p: (1, p, … pʳ⁻¹) / Π (p − q) over the other points q; row of ∞: (0, … 0, 1).
    /// </summary>
    static abstract ReadOnlySpan<double> FilterTransform { get; }

    /// <summary>Gives the row of G that one of the values of <see cref="Input"/> belongs to.</summary>
    static virtual int FilterRow(int value) => value;

    /// <summary>
    /// Bᵀ: the inputs to as many values. Row of a point: the coefficients of Π (t − q) over the other points q; row of ∞: over all.
    /// </summary>
    static abstract void Input<TSource, TTarget>(TSource d, TTarget to)
        where TSource : struct, IVectorSource<TVector>
        where TTarget : struct, IVectorTarget<TVector>;

    /// <summary>Aᵀ: the values to m outputs. Column of a point p: 1, p, p², …; column of ∞: 1 in the last row.</summary>
    static abstract void Output<TSource, TTarget>(TSource m, TTarget to)
        where TSource : struct, IVectorSource<TVector>
        where TTarget : struct, IVectorTarget<TVector>;
}

/// <summary>Where a transform takes its vectors from, as a type, so that nothing of it is left in the compiled code.</summary>
internal interface IVectorSource<TVector>
{
    /// <summary>Gives vector <paramref name="index"/>.</summary>
    TVector this[int index] { get; }
}

/// <summary>Where a transform puts its vectors.</summary>
internal interface IVectorTarget<TVector>
{
    /// <summary>Puts vector <paramref name="index"/>.</summary>
    void Put(int index, TVector value);
}
