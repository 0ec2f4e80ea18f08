using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace ILGPU.Execution;

internal static class Part
{
    /// <summary>Refuses a part that does not lie within its whole; on in both manners, as it is off the hot path.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Check(long index, long length, long wholeLength, string whole)
    {
        if ((index | length) < 0 || index > wholeLength - length)
        {
            Throw(index, length, wholeLength, whole);
        }
    }

    [DoesNotReturn]
    private static void Throw(long index, long length, long wholeLength, string whole) =>
        throw new ArgumentOutOfRangeException(
            nameof(index),
            $"Elements {index} to {index + length} do not lie within a {whole} of {wholeLength} elements.");
}
