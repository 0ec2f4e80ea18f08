using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using YolactGpu.Kernels.Convolution.Simd;

namespace YolactGpu.Kernels.Convolution.Deformable;

/// <summary>
/// Packs the input of a deformable convolution as <see cref="PackedInput"/> does an ordinary one's, each value a blend of four
/// neighbours on its way: behind the packing the two are the same matrix product.
/// </summary>
/// <param name="x">Input [N, H, W, C].</param>
/// <param name="samples">For each pixel of the tile and each tap what it reads.</param>
/// <param name="zeros">C zeros, read for neighbours that do not count.</param>
internal readonly unsafe struct DeformedInput(float* x, DeformedSample* samples, float* zeros) : ITileInput
{
    /// <summary>Finds what a tile's pixels read: [pixel][tap].</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void FindSamples(
        float* offsetMask, in Convolution2DShape shape, int firstPixel, int pixels, DeformedSample* samples)
    {
        int taps = shape.FilterHeight * shape.FilterWidth;
        int outputHeight = shape.OutputHeight;
        int outputWidth = shape.OutputWidth;
        float* raw = offsetMask + ((nint)firstPixel * 3 * taps);
        for (int pixel = firstPixel; pixel < firstPixel + pixels; pixel++)
        {
            OutputPixel output = OutputPixel.At(pixel, outputHeight, outputWidth);
            for (int tap = 0; tap < taps; tap++)
            {
                *samples = DeformedSample.Of(
                    output, tap / shape.FilterWidth, tap % shape.FilterWidth, raw[2 * tap], raw[(2 * tap) + 1], raw[(2 * taps) + tap], shape);
                samples++;
            }

            raw += 3 * taps;
        }
    }

    /// <inheritdoc/>
    public int PixelLength(in Convolution2DShape shape) => shape.Stride == 1 ? shape.InputChannels : 0;

    /// <inheritdoc/>
    public void Pack(in Convolution2DShape shape, int firstPixel, int pixels, int rows, int firstDepth, int depth, float* to)
    {
        // All taps of one pixel after the other: the neighbours of the next are mostly the same.
        nint taps = shape.FilterHeight * shape.FilterWidth;
        for (int pixel = 0; pixel < pixels; pixel++)
        {
            PackPixel(samples + (pixel * taps), shape.InputChannels, rows, firstDepth, depth, to + (pixel * PackedInput.Block));
        }

        if (pixels < rows)
        {
            PackedInput.ClearRest(to, pixels, rows, depth);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void PackPixel(DeformedSample* pixelSamples, int channels, int rows, int firstDepth, int depth, float* to)
    {
        nint blockStep = (nint)rows * PackedInput.Block;
        int tap = firstDepth / channels;
        int channel = firstDepth - (tap * channels);
        int at = 0;
        while (at < depth)
        {
            DeformedSample* sample = pixelSamples + tap;
            int run = Math.Min(channels - channel, depth - at);
            float* topLeft = Neighbour(sample->TopLeft, channels) + channel;
            float* topRight = Neighbour(sample->TopRight, channels) + channel;
            float* bottomLeft = Neighbour(sample->BottomLeft, channels) + channel;
            float* bottomRight = Neighbour(sample->BottomRight, channels) + channel;
            float* block = to + (at / PackedInput.Block * blockStep);
            if (run % PackedInput.Block == 0 && at % PackedInput.Block == 0)
            {
                Vector512<float> w0 = Vector512.Create(sample->TopLeftWeight);
                Vector512<float> w1 = Vector512.Create(sample->TopRightWeight);
                Vector512<float> w2 = Vector512.Create(sample->BottomLeftWeight);
                Vector512<float> w3 = Vector512.Create(sample->BottomRightWeight);
                for (int c = 0; c < run; c += PackedInput.Block)
                {
                    Vector512<float> value = Vector512.Load(topLeft + c) * w0;
                    value = Vector512.MultiplyAddEstimate(Vector512.Load(topRight + c), w1, value);
                    value = Vector512.MultiplyAddEstimate(Vector512.Load(bottomLeft + c), w2, value);
                    value = Vector512.MultiplyAddEstimate(Vector512.Load(bottomRight + c), w3, value);
                    value.Store(block);
                    block += blockStep;
                }
            }
            else
            {
                BlendOdd(*sample, topLeft, topRight, bottomLeft, bottomRight, run, at % PackedInput.Block, block, blockStep);
            }

            at += run;
            tap++;
            channel = 0;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private float* Neighbour(int pixel, int channels) => pixel < 0 ? zeros : x + ((nint)pixel * channels);

    /// <summary>Blends a run that begins or ends inside a block.</summary>
    private static void BlendOdd(
        in DeformedSample sample,
        float* topLeft,
        float* topRight,
        float* bottomLeft,
        float* bottomRight,
        int run,
        int lane,
        float* to,
        nint blockStep)
    {
        for (int c = 0; c < run; c++)
        {
            float value = topLeft[c] * sample.TopLeftWeight;
            value = MathF.FusedMultiplyAdd(topRight[c], sample.TopRightWeight, value);
            value = MathF.FusedMultiplyAdd(bottomLeft[c], sample.BottomLeftWeight, value);
            to[lane] = MathF.FusedMultiplyAdd(bottomRight[c], sample.BottomRightWeight, value);
            lane++;
            if (lane == PackedInput.Block)
            {
                lane = 0;
                to += blockStep;
            }
        }
    }
}
