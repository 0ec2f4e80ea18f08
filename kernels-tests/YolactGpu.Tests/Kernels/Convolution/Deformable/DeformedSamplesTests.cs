using NUnit.Framework;
using YolactGpu.Kernels.Convolution;
using YolactGpu.Kernels.Convolution.Deformable;
using YolactGpu.Tests.Support;

namespace YolactGpu.Tests.Kernels.Convolution.Deformable;

/// <summary>Holds the rule on vectors to the rule for one tap.</summary>
public sealed class DeformedSamplesTests
{
    public static IEnumerable<Convolution2DShape> Shapes { get; } =
    [
        new(1, 1, 1, 1, 1, 1, 1, 1, 0, 1),
        new(1, 1, 1, 3, 5, 3, 3, 1, 1, 1),
        new(3, 5, 7, 4, 3, 3, 3, 1, 1, 1),
        new(2, 9, 8, 4, 3, 3, 3, 2, 1, 1),
        new(2, 8, 9, 4, 3, 3, 3, 1, 2, 2),
        new(1, 6, 11, 4, 3, 5, 3, 2, 2, 1),
        new(1, 13, 4, 4, 3, 1, 2, 3, 0, 1),
    ];

    [TestCaseSource(nameof(Shapes))]
    public void Equal_the_rule_wherever_the_places_lie(Convolution2DShape shape)
    {
        int taps = shape.FilterHeight * shape.FilterWidth;
        float[] offsetMask = RandomData.Floats((int)shape.OutputPixels * 3 * taps, seed: 7, -3, 3);

        Check(shape, offsetMask, 0, (int)shape.OutputPixels);
    }

    [TestCaseSource(nameof(Shapes))]
    public void Equal_the_rule_where_the_places_are_special(Convolution2DShape shape)
    {
        // Less what a tap adds by itself; where that rounds, near the special places.
        float height = shape.InputHeight;
        float width = shape.InputWidth;
        float[] places =
        [
            float.NaN, float.PositiveInfinity, float.NegativeInfinity, float.MaxValue, float.MinValue, 3e9f, -3e9f,
            -1, MathF.BitIncrement(-1), MathF.BitDecrement(-1), -0.5f, 0, -0f, float.Epsilon, 0.25f,
            height - 1, height, MathF.BitDecrement(height), MathF.BitIncrement(height), height - 0.5f,
            width - 1, width, MathF.BitDecrement(width), MathF.BitIncrement(width), width - 0.5f,
        ];
        float[] logits = [0.5f, float.NaN, float.PositiveInfinity, float.NegativeInfinity, 200, -200];
        int taps = shape.FilterHeight * shape.FilterWidth;
        int pixels = (int)shape.OutputPixels;
        float[] offsetMask = new float[pixels * 3 * taps];
        for (int round = 0; round < places.Length * places.Length; round += pixels * taps)
        {
            for (int pixel = 0; pixel < pixels; pixel++)
            {
                OutputPixel output = OutputPixel.At(pixel, shape.OutputHeight, shape.OutputWidth);
                for (int tap = 0; tap < taps; tap++)
                {
                    int pair = round + (pixel * taps) + tap;
                    int at = pixel * 3 * taps;
                    float top = (output.Row * shape.Stride) + (tap / shape.FilterWidth * shape.Dilation) - shape.Padding;
                    float left = (output.Column * shape.Stride) + (tap % shape.FilterWidth * shape.Dilation) - shape.Padding;
                    offsetMask[at + (2 * tap)] = places[pair / places.Length % places.Length] - top;
                    offsetMask[at + (2 * tap) + 1] = places[pair % places.Length] - left;
                    offsetMask[at + (2 * taps) + tap] = logits[pair % logits.Length];
                }
            }

            Check(shape, offsetMask, 0, pixels);
        }
    }

    [Test]
    public void Of_some_pixels_are_those_of_all([Values(1, 2, 5, 17)] int pixels)
    {
        Convolution2DShape shape = new(3, 5, 7, 4, 3, 3, 3, 1, 1, 1);
        float[] offsetMask = RandomData.Floats((int)shape.OutputPixels * 27, seed: 8, -3, 3);

        for (int first = 0; first + pixels <= shape.OutputPixels; first++)
        {
            Check(shape, offsetMask, first, pixels);
        }
    }

    private static unsafe void Check(Convolution2DShape shape, float[] offsetMask, int firstPixel, int pixels)
    {
        int taps = shape.FilterHeight * shape.FilterWidth;
        float[] memory = RandomData.Floats(DeformedSamples.Length(pixels * taps), seed: 9);
        fixed (float* room = memory, from = offsetMask)
        {
            DeformedSamples samples = new(room, pixels * taps);
            samples.Find(from, shape, firstPixel, pixels);
            for (int i = 0; i < pixels * taps; i++)
            {
                (int pixel, int tap) = (firstPixel + (i / taps), i % taps);
                float* raw = from + (pixel * 3 * taps);
                DeformedSample expected = DeformedSample.Of(
                    OutputPixel.At(pixel, shape.OutputHeight, shape.OutputWidth),
                    tap / shape.FilterWidth,
                    tap % shape.FilterWidth,
                    raw[2 * tap],
                    raw[(2 * tap) + 1],
                    raw[(2 * taps) + tap],
                    shape);

                string where = $"{shape}, pixel {pixel}, tap {tap}, offset {raw[2 * tap]}, {raw[(2 * tap) + 1]}, mask {raw[(2 * taps) + tap]}";
                Assert.That(
                    (samples.TopLeft[i], samples.TopRight[i], samples.BottomLeft[i], samples.BottomRight[i]),
                    Is.EqualTo((expected.TopLeft, expected.TopRight, expected.BottomLeft, expected.BottomRight)),
                    where);
                AssertSame(samples.TopLeftWeight[i], expected.TopLeftWeight, where);
                AssertSame(samples.TopRightWeight[i], expected.TopRightWeight, where);
                AssertSame(samples.BottomLeftWeight[i], expected.BottomLeftWeight, where);
                AssertSame(samples.BottomRightWeight[i], expected.BottomRightWeight, where);
            }
        }
    }

    /// <summary>The sigmoids differ by some units in the last place.</summary>
    private static void AssertSame(float actual, float expected, string where) =>
        Assert.That(actual, float.IsNaN(expected) ? Is.NaN : Is.EqualTo(expected).Within(1e-6 * Math.Abs(expected)), where);
}
