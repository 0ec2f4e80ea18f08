using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace YolactGpu.Weights.Zip;

/// <summary>
/// The fast sister of <see cref="Crc32"/>'s tables, for processors with carry-less multiplication: 64 bytes a step.
/// A block of 128 bits that stands d bits before another one counts as much as itself times x^d modulo the polynomial,
/// so blocks are multiplied forward and added to the following ones until 16 bytes are left that have the checksum of
/// all (Gopal et al., "Fast CRC Computation for Generic Polynomials Using PCLMULQDQ Instruction", 2009).
/// </summary>
internal static class Crc32Folding
{
    internal const int StepSize = 64;
    private const int BlockSize = 16;
    private static readonly Vector128<ulong> StepForward = Multipliers(8 * StepSize);
    private static readonly Vector128<ulong> BlockForward = Multipliers(8 * BlockSize);

    internal static bool IsSupported => Pclmulqdq.IsSupported;

    /// <summary>
    /// Replaces bytes (a whole number of steps, at least one) by the 16 that, from state 0, lead to the same state.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Fold(uint state, ReadOnlySpan<byte> bytes, Span<byte> folded)
    {
        ReadOnlySpan<Vector128<ulong>> blocks = MemoryMarshal.Cast<byte, Vector128<ulong>>(bytes);
        Vector128<ulong> first = blocks[0] ^ Vector128.CreateScalar((ulong)state);
        Vector128<ulong> second = blocks[1];
        Vector128<ulong> third = blocks[2];
        Vector128<ulong> fourth = blocks[3];
        Vector128<ulong> step = StepForward;
        for (blocks = blocks[4..]; blocks.Length >= 4; blocks = blocks[4..])
        {
            first = Forward(first, step) ^ blocks[0];
            second = Forward(second, step) ^ blocks[1];
            third = Forward(third, step) ^ blocks[2];
            fourth = Forward(fourth, step) ^ blocks[3];
        }

        Vector128<ulong> block = BlockForward;
        second ^= Forward(first, block);
        third ^= Forward(second, block);
        fourth ^= Forward(third, block);
        BinaryPrimitives.WriteUInt64LittleEndian(folded, fourth[0]);
        BinaryPrimitives.WriteUInt64LittleEndian(folded[8..], fourth[1]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<ulong> Forward(Vector128<ulong> value, Vector128<ulong> multipliers) =>
        Pclmulqdq.CarrylessMultiply(value, multipliers, 0x00) ^ Pclmulqdq.CarrylessMultiply(value, multipliers, 0x11);

    /// <summary>What the lower and the upper half of a block are multiplied by to go that many bits forward.</summary>
    private static Vector128<ulong> Multipliers(int bits) => Vector128.Create(Power(bits + 32), Power(bits - 32));

    /// <summary>x to that power modulo the polynomial, reflected, in the place that the product expects.</summary>
    private static ulong Power(int exponent)
    {
        uint value = 0x80000000;
        for (int count = 0; count < exponent; count++)
        {
            value = (value & 1) == 0 ? value >> 1 : (value >> 1) ^ Crc32.Polynomial;
        }

        return (ulong)value << 1;
    }
}
