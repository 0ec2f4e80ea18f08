namespace YolactGpu.Kernels.Convolution.Simd;

/// <summary>
/// The operations of one vector width. Kernels are written once over this interface; the runtime compiles them anew for
/// each width, with <typeparamref name="TVector"/> in registers and nothing of the interface left.
/// </summary>
/// <typeparam name="TVector">The vector of floats.</typeparam>
internal unsafe interface ISimd<TVector>
    where TVector : unmanaged
{
    /// <summary>Gets the floats in a vector.</summary>
    static abstract int Lanes { get; }

    static abstract TVector Load(float* from);

    static abstract void Store(TVector value, float* to);

    static abstract TVector Broadcast(float value);

    static abstract TVector Add(TVector a, TVector b);

    static abstract TVector Subtract(TVector a, TVector b);

    static abstract TVector Multiply(TVector a, TVector b);

    /// <summary>a·b + c, rounded once where the processor can.</summary>
    static abstract TVector MultiplyAdd(TVector a, TVector b, TVector c);

    /// <summary>max(value, 0); a NaN stays a NaN.</summary>
    static abstract TVector Relu(TVector value);
}
