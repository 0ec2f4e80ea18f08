namespace YolactGpu.Kernels.Convolution.Simd;

/// <summary>One of the cells along an axis that an output of <see cref="BlurredConvolution2D"/> is a sum of.</summary>
/// <param name="Phase">Phase of <see cref="SpreadConvolution2D"/>: 0 between two inputs, 1 at one.</param>
/// <param name="Cell">Which cell.</param>
/// <param name="Weight">Its part.</param>
internal readonly record struct BlurTap(int Phase, int Cell, float Weight)
{
    /// <summary>The taps of an output that is not at the border; they come first.</summary>
    public const int Inside = 4;

    /// <summary>The most taps of an output, where there is a single input.</summary>
    public const int Most = 6;

    /// <summary>Gives the taps of an output.</summary>
    /// <param name="output">Place of the output, below 2·size.</param>
    /// <param name="size">Inputs along the axis.</param>
    /// <param name="taps">Room for <see cref="Most"/>.</param>
    /// <returns>How many there are.</returns>
    public static int Find(int output, int size, Span<BlurTap> taps)
    {
        // Cell size + 2 is behind the last input.
        int first = (output / 2) + 1;
        int near = output % 2;
        int last = size + 2;
        int from = first + near;
        taps[0] = new BlurTap(0, first, near == 0 ? 0.75f : 0.25f);
        taps[1] = new BlurTap(0, first + 1, near == 0 ? 0.25f : 0.75f);
        taps[2] = new BlurTap(1, Math.Max(from, SpreadShape.Border), near == 0 ? 0.25f : 0.75f);
        taps[3] = new BlurTap(1, Math.Min(from + 1, last - 1), near == 0 ? 0.75f : 0.25f);
        int count = Inside;

        // Enlarging repeats the border's input, which the zeros around it have left out; but the filter sees none of that outside.
        if (output < 2)
        {
            taps[count] = new BlurTap(0, 0, near == 0 ? -0.25f : 0.25f);
            count++;
        }

        if (output >= 2 * (size - 1))
        {
            taps[count] = new BlurTap(0, last, near == 0 ? 0.25f : -0.25f);
            count++;
        }

        return count;
    }
}
