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
internal readonly unsafe struct DeformedInput(float* x, DeformedSamples samples, float* zeros) : ITileInput
{
    /// <inheritdoc/>
    public int PixelLength(in Convolution2DShape shape) => shape.Stride == 1 ? shape.InputChannels : 0;

    /// <inheritdoc/>
    public void Pack(in Convolution2DShape shape, int firstPixel, int pixels, int rows, int firstDepth, int depth, float* to)
    {
        // All taps of one pixel after the other: the neighbours of the next are mostly the same.
        nint taps = shape.FilterHeight * shape.FilterWidth;
        for (int pixel = 0; pixel < pixels; pixel++)
        {
            PackPixel(pixel * taps, shape.InputChannels, rows, firstDepth, depth, to + (pixel * PackedInput.Block));
        }

        if (pixels < rows)
        {
            PackedInput.ClearRest(to, pixels, rows, depth);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void PackPixel(nint sample, int channels, int rows, int firstDepth, int depth, float* to)
    {
        nint blockStep = (nint)rows * PackedInput.Block;
        int tap = firstDepth / channels;
        int channel = firstDepth - (tap * channels);
        sample += tap;
        int at = 0;
        while (at < depth)
        {
            int run = Math.Min(channels - channel, depth - at);
            float* topLeft = Neighbour(samples.TopLeft[sample], channels) + channel;
            float* topRight = Neighbour(samples.TopRight[sample], channels) + channel;
            float* bottomLeft = Neighbour(samples.BottomLeft[sample], channels) + channel;
            float* bottomRight = Neighbour(samples.BottomRight[sample], channels) + channel;
            float* block = to + (at / PackedInput.Block * blockStep);
            if (run % PackedInput.Block == 0 && at % PackedInput.Block == 0)
            {
                Vector512<float> w0 = Vector512.Create(samples.TopLeftWeight[sample]);
                Vector512<float> w1 = Vector512.Create(samples.TopRightWeight[sample]);
                Vector512<float> w2 = Vector512.Create(samples.BottomLeftWeight[sample]);
                Vector512<float> w3 = Vector512.Create(samples.BottomRightWeight[sample]);
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
                BlendOdd(sample, topLeft, topRight, bottomLeft, bottomRight, run, at % PackedInput.Block, block, blockStep);
            }

            at += run;
            sample++;
            channel = 0;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private float* Neighbour(int pixel, int channels) => pixel < 0 ? zeros : x + ((nint)pixel * channels);

    /// <summary>Blends a run that begins or ends inside a block.</summary>
    private void BlendOdd(
        nint sample,
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
            float value = topLeft[c] * samples.TopLeftWeight[sample];
            value = MathF.FusedMultiplyAdd(topRight[c], samples.TopRightWeight[sample], value);
            value = MathF.FusedMultiplyAdd(bottomLeft[c], samples.BottomLeftWeight[sample], value);
            to[lane] = MathF.FusedMultiplyAdd(bottomRight[c], samples.BottomRightWeight[sample], value);
            lane++;
            if (lane == PackedInput.Block)
            {
                lane = 0;
                to += blockStep;
            }
        }
    }
}
