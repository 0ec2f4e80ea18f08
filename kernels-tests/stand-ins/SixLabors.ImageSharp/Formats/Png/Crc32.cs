namespace SixLabors.ImageSharp.Formats.Png;

/// <summary>PNG's checksum: the reflected polynomial 0xEDB88320, four bytes at a time.</summary>
internal static class Crc32
{
    private static readonly uint[] Table = Build();

    public static uint Of(ReadOnlySpan<byte> data) => ~Append(uint.MaxValue, data);

    public static uint Of(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second) =>
        ~Append(Append(uint.MaxValue, first), second);

    private static uint Append(uint crc, ReadOnlySpan<byte> data)
    {
        ReadOnlySpan<uint> table = Table;
        while (data.Length >= 4)
        {
            crc ^= (uint)(data[0] | (data[1] << 8) | (data[2] << 16) | (data[3] << 24));
            crc = table[(int)(768 + (crc & 255))]
                ^ table[(int)(512 + ((crc >> 8) & 255))]
                ^ table[(int)(256 + ((crc >> 16) & 255))]
                ^ table[(int)(crc >> 24)];
            data = data[4..];
        }

        foreach (byte value in data)
        {
            crc = table[(int)((crc ^ value) & 255)] ^ (crc >> 8);
        }

        return crc;
    }

    private static uint[] Build()
    {
        uint[] table = new uint[4 * 256];
        for (uint i = 0; i < 256; i++)
        {
            uint value = i;
            for (int bit = 0; bit < 8; bit++)
            {
                value = (value & 1) != 0 ? (value >> 1) ^ 0xEDB88320u : value >> 1;
            }

            table[i] = value;
        }

        // Table n holds the checksum of a byte with n zero bytes after it.
        for (int i = 256; i < table.Length; i++)
        {
            uint shorter = table[i - 256];
            table[i] = (shorter >> 8) ^ table[shorter & 255];
        }

        return table;
    }
}
