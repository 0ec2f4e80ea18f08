using ILGPU;

namespace YolactGpu.Kernels.Convolution.Tiled;

/// <summary>
/// Where along the sum a thread reads: a filter tap and a channel, always a multiple of 4. Advances without dividing.
/// </summary>
internal struct InputWalk
{
    private int row;
    private int column;
    private int channel;

    /// <summary>Gets the row of the filter; behind the last one where the sum is done.</summary>
    public readonly int Row => row;

    /// <summary>Gets the column of the filter.</summary>
    public readonly int Column => column;

    /// <summary>Gets the channel of the first of the 4 inputs.</summary>
    public readonly int Channel => channel;

    /// <summary>Gives the place of term <paramref name="k"/> of the sum, a multiple of 4.</summary>
    public static InputWalk At(int k, TiledShape shape)
    {
        int tap = k / shape.ChannelSpan;
        return new InputWalk
        {
            row = tap / shape.Convolution.FilterWidth,
            column = tap % shape.Convolution.FilterWidth,
            channel = k % shape.ChannelSpan,
        };
    }

    /// <summary>Goes <paramref name="terms"/> on and tells whether that led to another tap.</summary>
    public bool Advance(int terms, TiledShape shape)
    {
        channel += terms;
        if (channel < shape.ChannelSpan)
        {
            return false;
        }

        while (channel >= shape.ChannelSpan)
        {
            channel -= shape.ChannelSpan;
            NextTap(shape);
        }

        return true;
    }

    /// <summary>Goes on to the next tap, for sums that do all channels of a tap at once.</summary>
    public void NextTap(TiledShape shape)
    {
        column++;
        if (column == shape.Convolution.FilterWidth)
        {
            column = 0;
            row++;
        }
    }

    /// <summary>Gives the index in x of this tap and channel for one output pixel, or −1 where that is padding.</summary>
    public readonly int IndexFor(WindowCorner corner, TiledShape shape)
    {
        int i = corner.Top + (row * shape.Convolution.Dilation);
        int j = corner.Left + (column * shape.Convolution.Dilation);
        bool isInside = i >= 0 && i < shape.Convolution.InputHeight && j >= 0 && j < shape.Convolution.InputWidth
            && row < shape.Convolution.FilterHeight;
        return isInside
            ? ((((corner.FirstRow + i) * shape.Convolution.InputWidth) + j) * shape.Convolution.InputChannels) + channel
            : -1;
    }
}

/// <summary>The input position of the first tap of one output pixel.</summary>
internal struct WindowCorner
{
    // Far above any image, so that every tap lies outside; far from overflowing too.
    private const int Nowhere = -(1 << 30);

    /// <summary>Row of the input, negative in the padding.</summary>
    public int Top;

    /// <summary>Column of the input, negative in the padding.</summary>
    public int Left;

    /// <summary>Row, among those of all images, at which the pixel's image begins.</summary>
    public int FirstRow;

    /// <summary>Gives the corner for an output pixel, counted over the whole batch; behind the last, one in the padding.</summary>
    public static WindowCorner Of(int pixel, TiledShape shape)
    {
        int line = pixel / shape.OutputWidth;
        return new WindowCorner
        {
            Top = pixel < shape.Pixels
                ? (line % shape.OutputHeight * shape.Convolution.Stride) - shape.Convolution.Padding
                : Nowhere,
            Left = (pixel % shape.OutputWidth * shape.Convolution.Stride) - shape.Convolution.Padding,
            FirstRow = line / shape.OutputHeight * shape.Convolution.InputHeight,
        };
    }
}

/// <summary>Reads 4 neighbouring channels of the input.</summary>
internal static class InputQuad
{
    /// <summary>Gives 4 channels from <paramref name="index"/> on, 0 behind the last, and zeros for an index of −1.</summary>
    public static Float4 Load(ArrayView<float> x, int index, int channel, TiledShape shape)
    {
        Float4 quad = default;
        if (index >= 0)
        {
            if (shape.VectorInput != 0)
            {
                quad = x.Cast<Float4>()[index >> 2];
            }
            else
            {
                quad.X = x[index];
                quad.Y = channel + 1 < shape.Convolution.InputChannels ? x[index + 1] : 0f;
                quad.Z = channel + 2 < shape.Convolution.InputChannels ? x[index + 2] : 0f;
                quad.W = channel + 3 < shape.Convolution.InputChannels ? x[index + 3] : 0f;
            }
        }

        return quad;
    }

    /// <summary>Gives the 4 channels behind those of <see cref="Load"/>; zeros where there are none.</summary>
    public static Float4 LoadNext(ArrayView<float> x, int index, int channel, TiledShape shape)
    {
        bool exist = index >= 0 && channel + 4 < shape.Convolution.InputChannels;
        return Load(x, exist ? index + 4 : -1, channel + 4, shape);
    }
}
