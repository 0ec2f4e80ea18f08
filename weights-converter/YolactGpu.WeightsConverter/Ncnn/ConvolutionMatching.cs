using System.Globalization;

namespace YolactGpu.WeightsConverter.Ncnn;

/// <summary>
/// Finds which convolution of one network stands where a convolution of another does, by the structure of both. Every
/// convolution gets a colour: at first its kind, then, round by round, its colour with those of its feeders and of the
/// convolutions that it feeds, until no round tells more of them apart. Where colours leave several alike, as the three
/// outputs of a head may be, they are taken in their order.
/// </summary>
internal static class ConvolutionMatching
{
    /// <summary>For each wanted site the index of the found site that stands for it.</summary>
    /// <param name="wanted">The sites of the network that is known.</param>
    /// <param name="found">The sites of the network in a file; there must be as many.</param>
    /// <param name="problem">Where the networks differ: what is wrong.</param>
    /// <returns>The indices, or null where the networks differ.</returns>
    internal static int[]? Match(
        IReadOnlyList<ConvolutionSite> wanted, IReadOnlyList<ConvolutionSite> found, out string? problem)
    {
        Dictionary<string, int> palette = new(StringComparer.Ordinal);
        int[] wantedColours = [.. wanted.Select(site => Colour(palette, site.Kind.ToString()))];
        int[] foundColours = [.. found.Select(site => Colour(palette, site.Kind.ToString()))];
        IReadOnlyList<int>[] wantedReaders = Readers(wanted);
        IReadOnlyList<int>[] foundReaders = Readers(found);
        for (int count = 0, next = Distinct(wantedColours); next > count; next = Distinct(wantedColours))
        {
            problem = Compare(wanted, wantedColours, foundColours);
            if (problem is not null)
            {
                return null;
            }

            count = next;
            palette = new Dictionary<string, int>(StringComparer.Ordinal);
            wantedColours = Refine(palette, wanted, wantedReaders, wantedColours);
            foundColours = Refine(palette, found, foundReaders, foundColours);
        }

        problem = Compare(wanted, wantedColours, foundColours);
        return problem is null ? InOrder(wantedColours, foundColours) : null;
    }

    private static int Colour(Dictionary<string, int> palette, string description)
    {
        if (!palette.TryGetValue(description, out int colour))
        {
            colour = palette.Count;
            palette.Add(description, colour);
        }

        return colour;
    }

    private static int Distinct(int[] colours) => colours.Distinct().Count();

    private static IReadOnlyList<int>[] Readers(IReadOnlyList<ConvolutionSite> sites)
    {
        List<int>[] readers = [.. sites.Select(_ => new List<int>())];
        for (int i = 0; i < sites.Count; i++)
        {
            foreach (int feeder in sites[i].Feeders)
            {
                readers[feeder].Add(i);
            }
        }

        return readers;
    }

    private static int[] Refine(
        Dictionary<string, int> palette,
        IReadOnlyList<ConvolutionSite> sites,
        IReadOnlyList<int>[] readers,
        int[] colours)
    {
        int[] refined = new int[colours.Length];
        for (int i = 0; i < colours.Length; i++)
        {
            string description = string.Create(
                CultureInfo.InvariantCulture, $"{colours[i]} from {Sorted(sites[i].Feeders)} to {Sorted(readers[i])}");
            refined[i] = Colour(palette, description);
        }

        return refined;

        string Sorted(IReadOnlyList<int> indices) => string.Join(' ', indices.Select(index => colours[index]).Order());
    }

    /// <summary>What is wrong where a colour is not as frequent in both.</summary>
    private static string? Compare(IReadOnlyList<ConvolutionSite> wanted, int[] wantedColours, int[] foundColours)
    {
        for (int i = 0; i < wantedColours.Length; i++)
        {
            int colour = wantedColours[i];
            int wantedCount = wantedColours.Count(other => other == colour);
            int foundCount = foundColours.Count(other => other == colour);
            if (wantedCount != foundCount)
            {
                return $"{foundCount} of its convolutions stand where {wanted[i].Name} ({wanted[i].Kind}) must; "
                    + $"{wantedCount} must";
            }
        }

        return null;
    }

    private static int[] InOrder(int[] wantedColours, int[] foundColours)
    {
        Dictionary<int, Queue<int>> places = [];
        for (int i = 0; i < foundColours.Length; i++)
        {
            if (!places.TryGetValue(foundColours[i], out Queue<int>? queue))
            {
                queue = [];
                places.Add(foundColours[i], queue);
            }

            queue.Enqueue(i);
        }

        return [.. wantedColours.Select(colour => places[colour].Dequeue())];
    }
}
