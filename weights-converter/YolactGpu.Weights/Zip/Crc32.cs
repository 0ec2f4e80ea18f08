using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace YolactGpu.Weights.Zip;

/// <summary>
/// The CRC-32 of zip files (polynomial 0xEDB88320, reflected), eight bytes a step: byte k of the step is looked up in
/// a table that has already moved it past the bytes that follow it.
/// </summary>
internal struct Crc32
{
    internal const uint Polynomial = 0xedb88320;
    private const int Slices = 8;
    private static readonly uint[] Tables = MakeTables();

    /// <summary>The checksum of what has been appended; 0 before anything has.</summary>
    internal uint Value { get; private set; }

    internal void Append(ReadOnlySpan<byte> bytes)
    {
        int foldedLength = bytes.Length - (bytes.Length % Crc32Folding.StepSize);
        if (Crc32Folding.IsSupported && foldedLength > 0)
        {
            Span<byte> folded = stackalloc byte[16];
            Crc32Folding.Fold(~Value, bytes[..foldedLength], folded);
            Value = ~0u;
            AppendByTables(folded);
            bytes = bytes[foldedLength..];
        }

        AppendByTables(bytes);
    }

    // Optimized from the first call on: a checkpoint is read once, before a hot loop would be noticed.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal void AppendByTables(ReadOnlySpan<byte> bytes)
    {
        uint state = ~Value;
        ReadOnlySpan<uint> tables = Tables;
        ReadOnlySpan<ulong> words = MemoryMarshal.Cast<byte, ulong>(bytes);
        foreach (ulong word in words)
        {
            ulong mixed = word ^ state;
            state = tables[(7 * 256) + (int)(mixed & 0xff)]
                ^ tables[(6 * 256) + (int)((mixed >> 8) & 0xff)]
                ^ tables[(5 * 256) + (int)((mixed >> 16) & 0xff)]
                ^ tables[(4 * 256) + (int)((mixed >> 24) & 0xff)]
                ^ tables[(3 * 256) + (int)((mixed >> 32) & 0xff)]
                ^ tables[(2 * 256) + (int)((mixed >> 40) & 0xff)]
                ^ tables[256 + (int)((mixed >> 48) & 0xff)]
                ^ tables[(int)(mixed >> 56)];
        }

        foreach (byte value in bytes[(words.Length * sizeof(ulong))..])
        {
            state = tables[(byte)(state ^ value)] ^ (state >> 8);
        }

        Value = ~state;
    }

    private static uint[] MakeTables()
    {
        uint[] tables = new uint[Slices * 256];
        for (uint value = 0; value < 256; value++)
        {
            uint state = value;
            for (int bit = 0; bit < 8; bit++)
            {
                state = (state & 1) == 0 ? state >> 1 : (state >> 1) ^ Polynomial;
            }

            tables[value] = state;
        }

        for (int index = 256; index < tables.Length; index++)
        {
            uint previous = tables[index - 256];
            tables[index] = tables[(byte)previous] ^ (previous >> 8);
        }

        return tables;
    }
}
