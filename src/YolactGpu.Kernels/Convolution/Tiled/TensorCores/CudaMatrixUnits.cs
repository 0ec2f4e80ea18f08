using ILGPU.Runtime.Cuda;

namespace YolactGpu.Kernels.Convolution.Tiled.TensorCores;

/// <summary>CUDA's tensor cores with FP16 factors. ILGPU names the kernel's only piece of shared memory <c>__shared_alloca0</c>.</summary>
internal struct HalfMatrixUnit : IMatrixUnit
{
    private uint shared;

    /// <summary>Makes the unit; the kernel must have allocated the tile as its only shared memory.</summary>
    public static HalfMatrixUnit Create()
    {
        CudaAsm.Emit("mov.u32 %0, __shared_alloca0;", out uint shared);
        return new HalfMatrixUnit { shared = shared };
    }

    /// <inheritdoc/>
    public readonly Words4 Round(Float4 low, Float4 high)
    {
        CudaAsm.Emit("cvt.rn.f16x2.f32 %0, %1, %2;", out uint x, low.Y, low.X);
        CudaAsm.Emit("cvt.rn.f16x2.f32 %0, %1, %2;", out uint y, low.W, low.Z);
        CudaAsm.Emit("cvt.rn.f16x2.f32 %0, %1, %2;", out uint z, high.Y, high.X);
        CudaAsm.Emit("cvt.rn.f16x2.f32 %0, %1, %2;", out uint w, high.W, high.Z);
        return new Words4 { X = x, Y = y, Z = z, W = w };
    }

    /// <inheritdoc/>
    public readonly uint Pack(float low, float high) => CudaMatrices.Pack(low, high);

    /// <inheritdoc/>
    public readonly Float2 Unpack(uint halves) => CudaMatrices.Unpack(halves);

    /// <inheritdoc/>
    public readonly Words4 Load(uint address) => CudaMatrices.Load(shared + address);

    /// <inheritdoc/>
    public readonly void Multiply(ref Sums16x8 sums, Words4 pixels, uint channelsLow, uint channelsHigh)
    {
        Ref<float> top0 = sums.Top0;
        Ref<float> top1 = sums.Top1;
        Ref<float> bottom0 = sums.Bottom0;
        Ref<float> bottom1 = sums.Bottom1;
        Input<uint> x = pixels.X;
        Input<uint> y = pixels.Y;
        Input<uint> z = pixels.Z;
        Input<uint> w = pixels.W;
        Input<uint> low = channelsLow;
        Input<uint> high = channelsHigh;
        CudaAsm.EmitRef(
            "mma.sync.aligned.m16n8k16.row.col.f32.f16.f16.f32 {%0,%1,%2,%3},{%4,%5,%6,%7},{%8,%9},{%0,%1,%2,%3};",
            ref top0, ref top1, ref bottom0, ref bottom1, ref x, ref y, ref z, ref w, ref low, ref high);
        sums.Top0 = top0.Value;
        sums.Top1 = top1.Value;
        sums.Bottom0 = bottom0.Value;
        sums.Bottom1 = bottom1.Value;
    }
}

/// <summary>CUDA's tensor cores with TF32 factors.</summary>
internal struct TensorFloatMatrixUnit : IMatrixUnit
{
    private uint shared;

    /// <summary>Makes the unit; the kernel must have allocated the tile as its only shared memory.</summary>
    public static TensorFloatMatrixUnit Create()
    {
        CudaAsm.Emit("mov.u32 %0, __shared_alloca0;", out uint shared);
        return new TensorFloatMatrixUnit { shared = shared };
    }

    /// <inheritdoc/>
    public readonly Words4 Round(Float4 low, Float4 high)
    {
        CudaAsm.Emit("cvt.rna.tf32.f32 %0, %1;", out uint x, low.X);
        CudaAsm.Emit("cvt.rna.tf32.f32 %0, %1;", out uint y, low.Y);
        CudaAsm.Emit("cvt.rna.tf32.f32 %0, %1;", out uint z, low.Z);
        CudaAsm.Emit("cvt.rna.tf32.f32 %0, %1;", out uint w, low.W);
        return new Words4 { X = x, Y = y, Z = z, W = w };
    }

    /// <inheritdoc/>
    public readonly uint Pack(float low, float high) => CudaMatrices.Pack(low, high);

    /// <inheritdoc/>
    public readonly Float2 Unpack(uint halves) => CudaMatrices.Unpack(halves);

    /// <inheritdoc/>
    public readonly Words4 Load(uint address) => CudaMatrices.Load(shared + address);

    /// <inheritdoc/>
    public readonly void Multiply(ref Sums16x8 sums, Words4 pixels, uint channelsLow, uint channelsHigh)
    {
        Ref<float> top0 = sums.Top0;
        Ref<float> top1 = sums.Top1;
        Ref<float> bottom0 = sums.Bottom0;
        Ref<float> bottom1 = sums.Bottom1;
        Input<uint> x = pixels.X;
        Input<uint> y = pixels.Y;
        Input<uint> z = pixels.Z;
        Input<uint> w = pixels.W;
        Input<uint> low = channelsLow;
        Input<uint> high = channelsHigh;
        CudaAsm.EmitRef(
            "mma.sync.aligned.m16n8k8.row.col.f32.tf32.tf32.f32 {%0,%1,%2,%3},{%4,%5,%6,%7},{%8,%9},{%0,%1,%2,%3};",
            ref top0, ref top1, ref bottom0, ref bottom1, ref x, ref y, ref z, ref w, ref low, ref high);
        sums.Top0 = top0.Value;
        sums.Top1 = top1.Value;
        sums.Bottom0 = bottom0.Value;
        sums.Bottom1 = bottom1.Value;
    }
}

/// <summary>What both units load in the same way.</summary>
internal static class CudaMatrices
{
    public static uint Pack(float low, float high)
    {
        CudaAsm.Emit("cvt.rn.f16x2.f32 %0, %1, %2;", out uint halves, high, low);
        return halves;
    }

    public static Float2 Unpack(uint halves)
    {
        CudaAsm.Emit("{ .reg .b16 l, h; mov.b32 {l, h}, %1; cvt.f32.f16 %0, l; }", out float low, halves);
        CudaAsm.Emit("{ .reg .b16 l, h; mov.b32 {l, h}, %1; cvt.f32.f16 %0, h; }", out float high, halves);
        return new Float2 { X = low, Y = high };
    }

    public static Words4 Load(uint address)
    {
        Output<uint> x = default;
        Output<uint> y = default;
        Output<uint> z = default;
        Output<uint> w = default;
        Input<uint> from = address;
        CudaAsm.EmitRef(
            "ldmatrix.sync.aligned.m8n8.x4.shared.b16 {%0,%1,%2,%3}, [%4];", ref x, ref y, ref z, ref w, ref from);
        return new Words4 { X = x.Value, Y = y.Value, Z = z.Value, W = w.Value };
    }
}
