using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace YolactGpu.Kernels.Convolution.Simd;

/// <summary>Asks the processor for memory that is needed soon; addresses need not be valid. Nothing on ARM64.</summary>
internal static unsafe class Prefetch
{
    private const int Line = 16;

    /// <summary>Brings some floats into the first cache.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Near(float* from, int floats)
    {
        if (Sse.IsSupported)
        {
            for (int i = 0; i < floats; i += Line)
            {
                Sse.Prefetch0(from + i);
            }
        }
    }

    /// <summary>Brings some floats into the second cache.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Far(float* from, int floats) => Far(from - Line, Line, (floats + Line - 1) / Line);

    /// <summary>Brings one float's line into the second cache.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Far(float* from)
    {
        if (Sse.IsSupported)
        {
            Sse.Prefetch1(from);
        }
    }

    /// <summary>Brings lines that follow one at equal steps into the second cache.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Far(float* before, nint step, int count)
    {
        if (Sse.IsSupported)
        {
            for (int i = 0; i < count; i++)
            {
                before += step;
                Sse.Prefetch1(before);
            }
        }
    }
}
