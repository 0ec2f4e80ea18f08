namespace SixLabors.ImageSharp.Formats.Jpeg;

/// <summary>The order in which a block's coefficients are stored: along diagonals, low frequencies first.</summary>
internal static class ZigZag
{
    /// <summary>Where the n-th stored coefficient belongs: 8 * vertical + horizontal frequency.</summary>
    public static readonly byte[] Natural = Build();

    private static byte[] Build()
    {
        byte[] natural = new byte[JpegComponent.BlockLength];
        int index = 0;
        for (int diagonal = 0; diagonal < 15; diagonal++)
        {
            int first = Math.Max(0, diagonal - 7);
            int last = Math.Min(7, diagonal);
            for (int i = first; i <= last; i++)
            {
                // Odd diagonals run downwards, even ones upwards.
                int row = (diagonal & 1) == 1 ? i : diagonal - i;
                natural[index++] = (byte)((8 * row) + (diagonal - row));
            }
        }

        return natural;
    }
}
