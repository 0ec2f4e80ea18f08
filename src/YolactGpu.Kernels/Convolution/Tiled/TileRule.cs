namespace YolactGpu.Kernels.Convolution.Tiled;

/// <summary>
/// Chooses the tile and the parts of the sum by an estimate of the time, in multiply-adds per multiprocessor:
/// <para>waves · tile area · terms of the sum per part / efficiency, where waves = ⌈groups / multiprocessors⌉, + what adding
/// up the parts moves through memory, at <see cref="WorkPerFloat"/> each.</para>
/// <para>Large tiles read less per multiplication, small ones leave fewer multiprocessors idle at the end. The efficiencies are
/// what the tiles reach where both are plenty, relative to the best; they were estimated, not measured.</para>
/// </summary>
internal static class TileRule
{
    /// <summary>Most parts that a sum is cut into.</summary>
    public const int MostSplits = 16;

    /// <summary>Fewest steps along the sum that are worth a group of their own.</summary>
    private const int FewestSteps = 16;

    /// <summary>Multiply-adds that one multiprocessor could do while it writes one float and reads it again.</summary>
    private const double WorkPerFloat = 64;

    /// <summary>Gives the choice that is estimated to be fastest; of equal ones the first: the larger tile, the fewer parts.</summary>
    public static TileChoice Choose(
        Convolution2DShape shape, IReadOnlyList<(ConvolutionTile Tile, double Efficiency)> tiles, int multiprocessors, bool maySplit)
    {
        int steps = TiledShape.For(shape, default, 1).Steps;
        int mostSplits = maySplit ? Math.Max(1, Math.Min(MostSplits, steps / FewestSteps)) : 1;
        TileChoice best = default;
        double least = double.PositiveInfinity;
        foreach ((ConvolutionTile tile, double efficiency) in tiles)
        {
            for (int splits = 1; splits <= mostSplits; splits *= 2)
            {
                double work = Work(shape, new TileChoice(tile, splits), efficiency, steps, multiprocessors);
                if (work < least)
                {
                    least = work;
                    best = new TileChoice(tile, splits);
                }
            }
        }

        return best;
    }

    private static double Work(Convolution2DShape shape, TileChoice choice, double efficiency, int steps, int multiprocessors)
    {
        ConvolutionTile tile = choice.Tile;
        long groups = tile.Groups(shape.OutputPixels, shape.OutputChannels) * choice.Splits;
        long waves = (groups + multiprocessors - 1) / multiprocessors;
        double terms = (double)((steps + choice.Splits - 1) / choice.Splits) * TiledShape.StepLength;
        double adding = choice.Splits == 1 ? 0 : (double)shape.OutputLength * choice.Splits * WorkPerFloat / multiprocessors;
        return (waves * tile.Pixels * tile.Channels * terms / efficiency) + adding;
    }
}
