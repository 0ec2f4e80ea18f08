namespace SixLabors.ImageSharp.Formats.Png;

/// <summary>
/// Filters row after row: by one filter, or each by the one that leaves the smallest differences, which is PNG's own
/// recommendation.
/// </summary>
internal sealed class PngRowFilter
{
    private readonly int[] candidates;
    private readonly int stride;
    private byte[] current;
    private byte[] above;
    private byte[] best;
    private byte[] trial;

    public PngRowFilter(PngHeader header, PngFilterMethod method)
    {
        candidates = method == PngFilterMethod.Adaptive ? [.. Enumerable.Range(0, PngFilters.Count)] : [(int)method];
        stride = header.FilterStride;
        int size = header.RowSizeInBytes(header.Width);
        current = new byte[size];
        above = new byte[size];
        best = new byte[size + 1];
        trial = new byte[size + 1];
    }

    /// <summary>Where the caller puts the next row.</summary>
    public Span<byte> Row => current;

    /// <summary>The row's filter byte and differences.</summary>
    public ReadOnlySpan<byte> Next()
    {
        long smallest = long.MaxValue;
        foreach (int filter in candidates)
        {
            trial[0] = (byte)filter;
            long sum = PngFilters.Apply(filter, current, above, stride, trial.AsSpan(1));
            if (sum < smallest)
            {
                smallest = sum;
                (best, trial) = (trial, best);
            }
        }

        (current, above) = (above, current);
        return best;
    }
}
