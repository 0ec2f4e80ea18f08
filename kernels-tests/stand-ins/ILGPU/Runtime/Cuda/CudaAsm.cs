namespace ILGPU.Runtime.Cuda;

public interface ICudaAsmEmitParameter
{
}

public struct Input<T> : ICudaAsmEmitParameter
    where T : unmanaged
{
    public T Value;

    public static implicit operator Input<T>(T v) => new() { Value = v };
}

public struct Output<T> : ICudaAsmEmitParameter
    where T : unmanaged
{
    public T Value;
}

public struct Ref<T> : ICudaAsmEmitParameter
    where T : unmanaged
{
    public T Value;

    public static implicit operator Ref<T>(T v) => new() { Value = v };
}

/// <summary>Inline PTX: compiles, and is never supported here.</summary>
public static partial class CudaAsm
{
    public static bool IsSupported => false;

    private static NotSupportedException NotHere() =>
        new("Inline PTX runs on CUDA devices only; ask CudaAsm.IsSupported first.");
}
