namespace SixLabors.ImageSharp.Formats.Png;

/// <summary>
/// The five predictions: each byte is stored as its difference to one made of the byte a pixel to the left (a), the
/// byte above (b) and the byte above a (c); outside of the image they are 0.
/// </summary>
internal static class PngFilters
{
    public const int Count = 5;

    /// <summary>Replaces differences by bytes; <paramref name="above"/> is the finished row before.</summary>
    public static void Undo(int filter, Span<byte> row, ReadOnlySpan<byte> above, int stride)
    {
        above = above[..row.Length];
        switch ((PngFilterMethod)filter)
        {
            case PngFilterMethod.None:
                break;
            case PngFilterMethod.Sub:
                for (int i = stride; i < row.Length; i++)
                {
                    row[i] += row[i - stride];
                }

                break;
            case PngFilterMethod.Up:
                for (int i = 0; i < row.Length; i++)
                {
                    row[i] += above[i];
                }

                break;
            case PngFilterMethod.Average:
                for (int i = 0; i < row.Length; i++)
                {
                    int left = i < stride ? 0 : row[i - stride];
                    row[i] += (byte)((left + above[i]) >> 1);
                }

                break;
            case PngFilterMethod.Paeth:
                UndoPaeth(row, above, stride);
                break;
            default:
                throw new InvalidImageContentException(
                    $"A row of the PNG has filter {filter}; there are 0 to {Count - 1}.");
        }
    }

    /// <summary>
    /// Writes the row's differences and returns the sum of their magnitudes, by which filters are compared.
    /// </summary>
    public static long Apply(
        int filter, ReadOnlySpan<byte> row, ReadOnlySpan<byte> above, int stride, Span<byte> differences)
    {
        above = above[..row.Length];
        differences = differences[..row.Length];
        long sum = 0;
        for (int i = 0; i < row.Length; i++)
        {
            int left = i < stride ? 0 : row[i - stride];
            int aboveLeft = i < stride ? 0 : above[i - stride];
            int prediction = (PngFilterMethod)filter switch
            {
                PngFilterMethod.Sub => left,
                PngFilterMethod.Up => above[i],
                PngFilterMethod.Average => (left + above[i]) >> 1,
                PngFilterMethod.Paeth => Paeth(left, above[i], aboveLeft),
                _ => 0,
            };
            differences[i] = (byte)(row[i] - prediction);
            sum += Math.Abs((int)(sbyte)differences[i]);
        }

        return sum;
    }

    private static void UndoPaeth(Span<byte> row, ReadOnlySpan<byte> above, int stride)
    {
        int first = Math.Min(stride, row.Length);
        for (int i = 0; i < first; i++)
        {
            row[i] += above[i];
        }

        for (int i = first; i < row.Length; i++)
        {
            row[i] += (byte)Paeth(row[i - stride], above[i], above[i - stride]);
        }
    }

    // Whichever of a, b and c is nearest to a + b - c; on a tie the first of them.
    private static int Paeth(int a, int b, int c)
    {
        int distanceA = Math.Abs(b - c);
        int distanceB = Math.Abs(a - c);
        int distanceC = Math.Abs(a + b - c - c);
        if ((distanceA <= distanceB) && (distanceA <= distanceC))
        {
            return a;
        }

        return distanceB <= distanceC ? b : c;
    }
}
