using NUnit.Framework;
using YolactGpu.Graph.IR;
using YolactGpu.Weights;

namespace YolactGpu.Tests.Golden;

/// <summary>The tensors of a golden file, converted to the project's layout.</summary>
internal sealed class GoldenTensors(string path) : IDisposable
{
    private readonly IWeightFile file = WeightFile.Open(path);

    public bool Contains(string name) => file.Tensors.Any(tensor => tensor.Name == name);

    public int[] Sizes(string name) => [.. file.GetTensor(name).Shape.Select(size => (int)size)];

    public TensorShape Shape(string name) => new(Sizes(name));

    public float[] Floats(string name) => file.ReadSingles(name);

    public long[] Integers(string name) => file.ReadInt64(name);

    public byte[] Bytes(string name) => file.ReadBytes(name);

    /// <summary>A tensor [N, C, H, W] as [N, H, W, C].</summary>
    public float[] Nhwc(string name)
    {
        int[] s = Sizes(name);
        return ToNhwc(Floats(name), s[0], s[1], s[2], s[3]);
    }

    /// <summary>Its shape as [N, H, W, C].</summary>
    public TensorShape NhwcShape(string name)
    {
        int[] s = Sizes(name);
        return new TensorShape(s[0], s[2], s[3], s[1]);
    }

    public void Dispose() => file.Dispose();

    public static float[] ToNhwc(float[] nchw, int batch, int channels, int height, int width)
    {
        float[] nhwc = new float[nchw.Length];
        for (int n = 0; n < batch; n++)
        {
            for (int c = 0; c < channels; c++)
            {
                for (int pixel = 0; pixel < height * width; pixel++)
                {
                    nhwc[(((n * height * width) + pixel) * channels) + c] = nchw[(((n * channels) + c) * height * width) + pixel];
                }
            }
        }

        return nhwc;
    }

    /// <summary>Asserts that every element is within a tolerance; 1e-5 of the largest golden value where none is given.</summary>
    public static void AssertClose(float[] actual, float[] expected, string what, double? tolerance = null)
    {
        Assert.That(actual, Has.Length.EqualTo(expected.Length), what);
        double allowed = tolerance ?? (1e-5 * expected.Max(Math.Abs));
        int worst = 0;
        for (int i = 0; i < actual.Length; i++)
        {
            if (!(Math.Abs((double)actual[i] - expected[i]) <= Math.Abs((double)actual[worst] - expected[worst])))
            {
                worst = i;
            }
        }

        Assert.That(actual[worst], Is.EqualTo(expected[worst]).Within(allowed), $"{what}, element {worst}");
    }
}
