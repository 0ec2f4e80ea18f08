using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace ILGPU.Execution;

internal static class Part
{
    /// <summary>
    /// Refuses a part that does not lie within its whole; on in both manners, as it is off the hot path. As in the real
    /// package a part must start within its whole even if it is empty, unless the whole is.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Check(long index, long length, long wholeLength, string whole)
    {
        if ((index | length) < 0 || index > wholeLength - length || (index == wholeLength && index > 0))
        {
            Throw(index, length, wholeLength, whole);
        }
    }

    [DoesNotReturn]
    private static void Throw(long index, long length, long wholeLength, string whole) =>
        throw new ArgumentOutOfRangeException(
            nameof(index),
            $"{length} elements from {index} on do not lie within a {whole} of {wholeLength} elements.");
}
