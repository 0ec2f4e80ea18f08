using System.Numerics;
using System.Runtime.CompilerServices;
using YolactGpu.Kernels.Convolution.Simd;
using YolactGpu.Kernels.Elementwise;

namespace YolactGpu.Kernels.Convolution.Deformable;

/// <summary>
/// What the taps of some pixels read, [pixel][tap], the values of a field of <see cref="DeformedSample"/> side by side: its rule on the
/// processor's vectors. Pixels and what weighs nothing are the same, the weights but for the sigmoid (<see cref="VectorActivation"/>).
/// </summary>
internal readonly unsafe struct DeformedSamples
{
    private const int Fields = 8;
    private const int Inputs = 4;

    private readonly int count;

    // Of each tap before it is known what it reads: the place's row and column, the mask, and the first pixel of the image.
    private readonly float* row;
    private readonly float* column;
    private readonly float* mask;
    private readonly int* image;

    /// <summary>Initializes a new instance of the <see cref="DeformedSamples"/> struct.</summary>
    /// <param name="memory">Room of <see cref="Length"/>.</param>
    /// <param name="count">Taps of all pixels.</param>
    public DeformedSamples(float* memory, int count)
    {
        int step = Length(count) / (Fields + Inputs);
        this.count = count;
        TopLeft = (int*)memory;
        TopRight = TopLeft + step;
        BottomLeft = TopRight + step;
        BottomRight = BottomLeft + step;
        TopLeftWeight = (float*)(BottomRight + step);
        TopRightWeight = TopLeftWeight + step;
        BottomLeftWeight = TopRightWeight + step;
        BottomRightWeight = BottomLeftWeight + step;
        row = BottomRightWeight + step;
        column = row + step;
        mask = column + step;
        image = (int*)(mask + step);
    }

    /// <summary>Gets <see cref="DeformedSample.TopLeft"/> of each tap.</summary>
    public int* TopLeft { get; }

    /// <summary>Gets <see cref="DeformedSample.TopRight"/> of each tap.</summary>
    public int* TopRight { get; }

    /// <summary>Gets <see cref="DeformedSample.BottomLeft"/> of each tap.</summary>
    public int* BottomLeft { get; }

    /// <summary>Gets <see cref="DeformedSample.BottomRight"/> of each tap.</summary>
    public int* BottomRight { get; }

    /// <summary>Gets <see cref="DeformedSample.TopLeftWeight"/> of each tap.</summary>
    public float* TopLeftWeight { get; }

    /// <summary>Gets <see cref="DeformedSample.TopRightWeight"/> of each tap.</summary>
    public float* TopRightWeight { get; }

    /// <summary>Gets <see cref="DeformedSample.BottomLeftWeight"/> of each tap.</summary>
    public float* BottomLeftWeight { get; }

    /// <summary>Gets <see cref="DeformedSample.BottomRightWeight"/> of each tap.</summary>
    public float* BottomRightWeight { get; }

    /// <summary>Gives the floats that so many taps need.</summary>
    public static int Length(int count) => (Fields + Inputs) * PackedInput.WholeBlocks(count);

    /// <summary>Finds what a tile's pixels read.</summary>
    public void Find(float* offsetMask, in Convolution2DShape shape, int firstPixel, int pixels)
    {
        FindPlaces(offsetMask, shape, firstPixel, pixels);
        VectorActivation.Apply(new Span<float>(mask, count), Activation.Sigmoid);
        FindNeighbours(shape);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void FindPlaces(float* offsetMask, in Convolution2DShape shape, int firstPixel, int pixels)
    {
        int filterHeight = shape.FilterHeight;
        int filterWidth = shape.FilterWidth;
        int dilation = shape.Dilation;
        int outputHeight = shape.OutputHeight;
        int outputWidth = shape.OutputWidth;
        int taps = filterHeight * filterWidth;
        float* offset = offsetMask + ((nint)firstPixel * 3 * taps);
        int at = 0;
        OutputPixel output = default;
        for (int pixel = firstPixel; pixel < firstPixel + pixels; pixel++)
        {
            output.Column++;
            if (at == 0 || output.Column == outputWidth)
            {
                output = OutputPixel.At(pixel, outputHeight, outputWidth);
            }

            int firstOfImage = output.Image * shape.InputHeight * shape.InputWidth;
            int top = (output.Row * shape.Stride) - shape.Padding;
            int left = (output.Column * shape.Stride) - shape.Padding;
            float* logit = offset + (2 * taps);
            for (int u = 0; u < filterHeight; u++)
            {
                for (int v = 0; v < filterWidth; v++)
                {
                    row[at] = top + (u * dilation) + offset[0];
                    column[at] = left + (v * dilation) + offset[1];
                    mask[at] = *logit;
                    image[at] = firstOfImage;
                    offset += 2;
                    logit++;
                    at++;
                }
            }

            offset = logit;
        }
    }

    /// <summary>As <see cref="DeformedSample.Of"/>. What stands behind the last tap is computed too and never read.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void FindNeighbours(in Convolution2DShape shape)
    {
        Vector<float> before = new(-1f);
        Vector<float> height = new(shape.InputHeight);
        Vector<float> width = new(shape.InputWidth);
        Vector<int> none = new(-1);
        Vector<int> lastRow = new(shape.InputHeight - 1);
        Vector<int> lastColumn = new(shape.InputWidth - 1);
        Vector<int> across = new(shape.InputWidth);
        for (int at = 0; at < count; at += Vector<float>.Count)
        {
            Vector<float> y = Vector.Load(row + at);
            Vector<float> x = Vector.Load(column + at);
            Vector<float> upper = Vector.Floor(y);
            Vector<float> lefter = Vector.Floor(x);

            // Arbitrary where it is not a place.
            Vector<int> top = Vector.ConvertToInt32Native(upper);
            Vector<int> left = Vector.ConvertToInt32Native(lefter);
            Vector<int> isPlace = Vector.GreaterThan(y, before) & Vector.LessThan(y, height) & Vector.GreaterThan(x, before) & Vector.LessThan(x, width);
            Vector<int> isTop = isPlace & Vector.GreaterThan(top, none);
            Vector<int> isBottom = isPlace & Vector.LessThan(top, lastRow);
            Vector<int> isLeft = Vector.GreaterThan(left, none);
            Vector<int> isRight = Vector.LessThan(left, lastColumn);
            Vector<int> first = Vector.Load(image + at) + (top * across) + left;
            Vector.ConditionalSelect(isTop & isLeft, first, none).Store(TopLeft + at);
            Vector.ConditionalSelect(isTop & isRight, first + Vector<int>.One, none).Store(TopRight + at);
            Vector.ConditionalSelect(isBottom & isLeft, first + across, none).Store(BottomLeft + at);
            Vector.ConditionalSelect(isBottom & isRight, first + across + Vector<int>.One, none).Store(BottomRight + at);

            Vector<float> factor = Vector.Load(mask + at);
            Vector<float> low = y - upper;
            Vector<float> right = x - lefter;
            Vector<float> high = Vector<float>.One - low;
            Vector<float> other = Vector<float>.One - right;
            Vector.ConditionalSelect(isPlace, high * other * factor, Vector<float>.Zero).Store(TopLeftWeight + at);
            Vector.ConditionalSelect(isPlace, high * right * factor, Vector<float>.Zero).Store(TopRightWeight + at);
            Vector.ConditionalSelect(isPlace, low * other * factor, Vector<float>.Zero).Store(BottomLeftWeight + at);
            Vector.ConditionalSelect(isPlace, low * right * factor, Vector<float>.Zero).Store(BottomRightWeight + at);
        }
    }
}
