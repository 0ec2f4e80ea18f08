namespace YolactGpu.Tests.Weights.Support;

/// <summary>A record for <see cref="ZipBytes"/>, with the lies that it may tell.</summary>
internal sealed record ZipRecord(string Name, byte[] Data)
{
    internal bool IsDeflated { get; init; }

    /// <summary>Writes sizes and offset as 64-bit fields.</summary>
    internal bool IsWide { get; init; }

    /// <summary>The name in the record's own header, where another one.</summary>
    internal string? LocalName { get; init; }

    internal ushort? Method { get; init; }

    internal ushort Flags { get; init; }

    internal uint? Crc { get; init; }

    internal long? Size { get; init; }

    internal long? PackedSize { get; init; }

    internal long? LocalOffset { get; init; }

    /// <summary>The bytes written in the record's place, where not what Data packs to.</summary>
    internal byte[]? Packed { get; init; }
}
