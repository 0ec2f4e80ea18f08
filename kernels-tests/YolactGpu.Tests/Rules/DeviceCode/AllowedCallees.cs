using System.Numerics;
using System.Reflection;
using ILGPU;
using ILGPU.Algorithms;
using ILGPU.Runtime;
using ILGPU.Runtime.Cuda;

namespace YolactGpu.Tests.Rules.DeviceCode;

/// <summary>
/// What device code may call outside our own assembly: ILGPU's device types, and the few methods of .NET that ILGPU
/// knows on every device. What it does not know it declares as an external function, which only a GPU's driver refuses.
/// <para>Warps and inline PTX are for CUDA alone. Half precision is not here, since not every device has it; nor are the
/// hyperbolic tangent, sine and cosine, since CUDA's are approximations with errors of 5e-4 and the like.</para>
/// </summary>
internal static class AllowedCallees
{
    private static readonly HashSet<Type> Types =
    [
        typeof(Index1D),
        typeof(Index2D),
        typeof(Index3D),
        typeof(LongIndex1D),
        typeof(LongIndex2D),
        typeof(LongIndex3D),
        typeof(ArrayView<>),
        typeof(ArrayView1D<,>),
        typeof(ArrayView2D<,>),
        typeof(ArrayView3D<,>),
        typeof(SpecializedValue<>),
        typeof(Grid),
        typeof(Group),
        typeof(Atomic),
        typeof(SharedMemory),
        typeof(LocalMemory),
        typeof(MemoryFence),
        typeof(IntrinsicMath),
        typeof(ValueTuple<,>),
        typeof(ValueTuple<,,>),
    ];

    private static readonly HashSet<Type> CudaTypes =
    [
        typeof(Warp),
        typeof(CudaAsm),
        typeof(Input<>),
        typeof(Output<>),
        typeof(Ref<>),
    ];

    private static readonly string[] Functions = ["Abs", "Min", "Max", "Sqrt", "Exp", "Log", "Pow", "Floor", "Ceiling"];

    private static readonly Dictionary<Type, string[]> Methods = new()
    {
        [typeof(Interop)] = ["SizeOf", "FloatAsInt", "IntAsFloat"],
        [typeof(XMath)] = [.. Functions, "Clamp", "Rsqrt", "Exp2", "Log2"],
        [typeof(MathF)] = Functions,
        [typeof(Math)] = [.. Functions, "DivRem"],
        [typeof(float)] = ["IsNaN", "IsInfinity"],
        [typeof(double)] = ["IsNaN", "IsInfinity"],
        [typeof(uint)] = ["RotateLeft", "RotateRight"],
        [typeof(BitOperations)] = ["PopCount", "LeadingZeroCount", "TrailingZeroCount"],
    };

    public static bool Contains(MethodBase method, bool isForCuda)
    {
        Type type = method.DeclaringType!;
        Type definition = type.IsGenericType ? type.GetGenericTypeDefinition() : type;
        return Types.Contains(definition)
            || (isForCuda && CudaTypes.Contains(definition))
            || (Methods.TryGetValue(type, out string[]? names) && names.Contains(method.Name));
    }
}
