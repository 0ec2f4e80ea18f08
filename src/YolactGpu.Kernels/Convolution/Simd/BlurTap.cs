namespace YolactGpu.Kernels.Convolution.Simd;

/// <summary>One of the rows of cells that a row of outputs of <see cref="BlurredConvolution2D"/> is a sum of. Across, the same is written out
/// in <see cref="BlurredInput"/>; a test holds the two together at every border.</summary>
/// <param name="Phase">Phase of <see cref="SpreadConvolution2D"/>: 0 between two inputs, 1 at one.</param>
/// <param name="Cell">Which row of it.</param>
/// <param name="Weight">Its part.</param>
internal readonly record struct BlurTap(int Phase, int Cell, float Weight)
{
    /// <summary>The part of the nearer of two inputs.</summary>
    public const float Near = 0.75f;

    /// <summary>The part of the other.</summary>
    public const float Far = 0.25f;

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
        int first = (output / 2) + 1;
        int last = size + SpreadShape.Border;
        int odd = output % 2;
        (float upper, float lower) = odd == 0 ? (Near, Far) : (Far, Near);
        taps[0] = new BlurTap(0, first, upper);
        taps[1] = new BlurTap(0, first + 1, lower);
        taps[2] = new BlurTap(1, Math.Max(first + odd, SpreadShape.Border), lower);
        taps[3] = new BlurTap(1, Math.Min(first + odd + 1, last - 1), upper);
        int count = Inside;

        // Enlarging repeats the border's input, which the zeros around it have left out; but the filter sees none of that outside.
        if (output < 2)
        {
            taps[count] = new BlurTap(0, 0, odd == 0 ? -Far : Far);
            count++;
        }

        if (output >= 2 * (size - 1))
        {
            taps[count] = new BlurTap(0, last, odd == 0 ? Far : -Far);
            count++;
        }

        return count;
    }
}
