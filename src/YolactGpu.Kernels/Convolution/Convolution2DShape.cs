namespace YolactGpu.Kernels.Convolution;

/// <summary>Sizes of one 2-D convolution over a whole batch, in elements.</summary>
/// <param name="Batch">N.</param>
/// <param name="InputHeight">H.</param>
/// <param name="InputWidth">W.</param>
/// <param name="InputChannels">C.</param>
/// <param name="OutputChannels">K.</param>
/// <param name="FilterHeight">FH.</param>
/// <param name="FilterWidth">FW.</param>
/// <param name="Stride">Step between windows, in both directions.</param>
/// <param name="Padding">Border of zeros on each side.</param>
/// <param name="Dilation">Distance between the taps of the filter; 1 is an ordinary filter.</param>
public readonly record struct Convolution2DShape(
    int Batch,
    int InputHeight,
    int InputWidth,
    int InputChannels,
    int OutputChannels,
    int FilterHeight,
    int FilterWidth,
    int Stride,
    int Padding,
    int Dilation)
{
    /// <summary>Gets ⌊(H + 2·padding − dilation·(FH − 1) − 1) / stride⌋ + 1.</summary>
    public int OutputHeight => ((InputHeight + (2 * Padding) - (Dilation * (FilterHeight - 1)) - 1) / Stride) + 1;

    /// <summary>Gets ⌊(W + 2·padding − dilation·(FW − 1) − 1) / stride⌋ + 1.</summary>
    public int OutputWidth => ((InputWidth + (2 * Padding) - (Dilation * (FilterWidth - 1)) - 1) / Stride) + 1;

    /// <summary>Gets the length of the sum behind one output: FH·FW·C.</summary>
    public int Taps => FilterHeight * FilterWidth * InputChannels;

    /// <summary>Gets N·OH·OW, the rows of the equivalent matrix product.</summary>
    public long OutputPixels => (long)Batch * OutputHeight * OutputWidth;

    /// <summary>Gets the number of elements of x.</summary>
    public long InputLength => (long)Batch * InputHeight * InputWidth * InputChannels;

    /// <summary>Gets the number of weights.</summary>
    public long WeightLength => (long)Taps * OutputChannels;

    /// <summary>Gets the number of elements of y.</summary>
    public long OutputLength => OutputPixels * OutputChannels;

    /// <summary>Gets the floating-point operations: two per multiply-add.</summary>
    public long FloatingPointOperations => 2 * OutputLength * Taps;

    /// <summary>Throws where the sizes leave no output or make no sense.</summary>
    /// <exception cref="ArgumentException">A size is out of range.</exception>
    public void Check()
    {
        bool positive = Batch > 0 && InputHeight > 0 && InputWidth > 0 && InputChannels > 0 && OutputChannels > 0
            && FilterHeight > 0 && FilterWidth > 0 && Stride > 0 && Dilation > 0 && Padding >= 0;
        if (!positive || OutputHeight <= 0 || OutputWidth <= 0 || InputLength > int.MaxValue || OutputLength > int.MaxValue)
        {
            throw new ArgumentException(
                $"{this} is no convolution: sizes must be positive, the filter must fit into the padded input, and "
                + $"each tensor may hold at most {int.MaxValue} elements.");
        }
    }
}
