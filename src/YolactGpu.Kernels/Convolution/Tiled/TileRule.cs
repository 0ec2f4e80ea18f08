namespace YolactGpu.Kernels.Convolution.Tiled;

/// <summary>
/// Chooses the tile and the parts of the sum by an estimate of the time in clocks:
/// <para>waves · tile area · terms of the sum per part / (rate · efficiency), where waves = ⌈groups / multiprocessors⌉; and, where
/// the sum is in parts, what writing and reading them takes, and one more launch.</para>
/// <para>Large tiles read less per multiplication; small ones leave fewer multiprocessors idle in the last wave.</para>
/// </summary>
internal static class TileRule
{
    /// <summary>Most parts that a sum is cut into.</summary>
    public const int MostSplits = 16;

    /// <summary>Fewest terms of the sum that are worth a group of their own.</summary>
    private const int FewestTerms = 128;

    /// <summary>A float written and read again at 24 bytes per clock, what a multiprocessor gets of the second-level cache.</summary>
    private const double ClocksPerPartialSum = 8 / 24.0;

    /// <summary>A launch of some microseconds.</summary>
    private const double ClocksPerLaunch = 5000;

    /// <summary>
    /// Gives the choice that is estimated to be fastest; of equal ones the first: the larger tile, the fewer parts. The parts are chosen
    /// for one image, the tile for the batch: parts change the rounding of a sum, and an image must get the same bits in any batch.
    /// </summary>
    public static TileChoice Choose(Convolution2DShape shape, TileFamily family, int multiprocessors)
    {
        Convolution2DShape one = shape with { Batch = 1 };
        TileChoice best = Fastest(one, family, multiprocessors, Candidates(one, family));
        return shape.Batch == 1
            ? best
            : Fastest(shape, family, multiprocessors, family.Tiles.Select(tile => new TileChoice(tile.Tile, best.Splits)));
    }

    /// <summary>Gives every tile with every number of parts, a power of 2, that leaves each part enough to do.</summary>
    public static IEnumerable<TileChoice> Candidates(Convolution2DShape shape, TileFamily family)
    {
        int steps = TiledShape.For(shape, default, 1, family).Steps;
        int mostSplits = Math.Clamp(steps * family.StepLength / FewestTerms, 1, MostSplits);
        foreach ((ConvolutionTile tile, _) in family.Tiles)
        {
            for (int splits = 1; splits <= mostSplits; splits *= 2)
            {
                yield return new TileChoice(tile, splits);
            }
        }
    }

    /// <summary>Gives the candidate of the least estimated time, the first of equal ones.</summary>
    public static TileChoice Fastest(
        Convolution2DShape shape, TileFamily family, int multiprocessors, IEnumerable<TileChoice> candidates) =>
        candidates.MinBy(choice => Clocks(shape, choice, family, multiprocessors));

    /// <summary>Gives those candidates that are estimated to take at most so many times what the fastest does, the fastest first.</summary>
    public static IEnumerable<TileChoice> Hopeful(
        Convolution2DShape shape, TileFamily family, int multiprocessors, double hopeless)
    {
        (TileChoice Choice, double Clocks)[] estimates =
        [
            .. Candidates(shape, family).Select(choice => (choice, Clocks(shape, choice, family, multiprocessors))).OrderBy(pair => pair.Item2),
        ];
        return estimates.TakeWhile(pair => pair.Clocks <= hopeless * estimates[0].Clocks).Select(pair => pair.Choice);
    }

    /// <summary>Estimates the time of a choice, in clocks.</summary>
    public static double Clocks(Convolution2DShape shape, TileChoice choice, TileFamily family, int multiprocessors)
    {
        double efficiency = family.Tiles.First(known => known.Tile == choice.Tile).Efficiency;
        int steps = TiledShape.For(shape, default, 1, family).Steps;
        long groups = choice.Tile.Groups(shape.OutputPixels, shape.OutputChannels) * choice.Splits;
        long waves = (groups + multiprocessors - 1) / multiprocessors;
        double terms = (double)TiledShape.DivideUp(steps, choice.Splits) * family.StepLength;
        double adding = choice.Splits == 1
            ? 0
            : ClocksPerLaunch + (shape.OutputLength * choice.Splits * ClocksPerPartialSum / multiprocessors);
        return (waves * choice.Tile.Pixels * choice.Tile.Channels * terms / (family.MultiplyAddsPerClock * efficiency)) + adding;
    }
}
