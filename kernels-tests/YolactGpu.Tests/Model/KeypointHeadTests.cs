using NUnit.Framework;
using YolactGpu.Graph.Execution;
using YolactGpu.Graph.IR;
using YolactGpu.Kernels;
using YolactGpu.Model;
using YolactGpu.Model.Configs;
using YolactGpu.Model.Weights;
using YolactGpu.Tests.Golden;
using YolactGpu.Tests.Library;
using YolactGpu.Tests.Reference;
using YolactGpu.Tests.Support;

namespace YolactGpu.Tests.Model;

/// <summary>The keypoints of a small network, from the pyramid on, against a plain computation in double.</summary>
public sealed class KeypointHeadTests(string device) : AcceleratorFixture(device)
{
    private const string Path = "prediction_layers.0";
    private static readonly YolactConfig Config = TinyNetwork.KeypointConfig;
    private static readonly FormulaWeights Weights = new(Config.ClassCount);

    [TestCase(false)]
    [TestCase(true)]
    public void Keypoints_equal_the_reference(bool plainKernelsOnly)
    {
        float[] input = RandomData.Floats(Config.InputSize * Config.InputSize * 3, seed: 11);
        LoweringContext context = new(new KernelCache(Accelerator), new CompileOptions { PlainKernelsOnly = plainKernelsOnly });

        Dictionary<string, float[]> raw = NetworkRunner.Run(context, Config, Weights, new NetworkOptions { StageOutputs = true }, input);
        Dictionary<string, float[]> found = NetworkRunner.Run(context, Config, Weights, new NetworkOptions { Detect = true }, input);

        int channels = Config.Fpn.Features;
        (float[] offsets, float[] visibility) = Reference([.. Enumerable.Range(3, 5).Select(level => raw[$"p{level}"])], channels);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(raw["keypoint_offsets"], Is.EqualTo(offsets).Within(1e-4));
            Assert.That(raw["keypoint_visibility"], Is.EqualTo(visibility).Within(1e-4));
        }

        int count = (int)found["count"][0];
        Assert.That(count, Is.GreaterThan(10));
        double[] expected =
        [
            .. found["prior"].Take(count).SelectMany(prior => GatherKeypointsReference.Compute(
                    raw["priors"][((int)prior * 4)..][..4], offsets[((int)prior * 34)..][..34], visibility[((int)prior * 17)..][..17], 0.1))
                .SelectMany(keypoint => keypoint),
        ];
        Assert.That(found["keypoints"][..expected.Length], Is.EqualTo(expected).Within(2e-5));
        Assert.That(found["keypoints"][expected.Length..], Is.All.Zero);
    }

    [Test]
    public void A_network_without_keypoints_has_no_such_output()
    {
        YolactGpu.Graph.IR.Graph raw = YolactNetwork.Build(TinyNetwork.Config, Weights, new NetworkOptions());
        YolactGpu.Graph.IR.Graph detecting = YolactNetwork.Build(TinyNetwork.Config, Weights, new NetworkOptions { Detect = true });

        Assert.That(raw.Outputs.Concat(detecting.Outputs).Select(output => output.Name), Has.None.Contains("keypoint"));
    }

    /// <summary>The two layers of all levels, whose rows are then one table: [P, 34] and [P, 17].</summary>
    private static (float[] Offsets, float[] Visibility) Reference(float[][] levels, int channels)
    {
        List<float> offsets = [];
        List<float> visibility = [];
        foreach (float[] level in levels)
        {
            float[] feature = [.. Layer(level, channels, "upfeature.0", Config.Head.FeatureChannels(Config.Fpn.Features)).Select(value => Math.Max(value, 0))];
            offsets.AddRange(Layer(feature, Config.Head.FeatureChannels(Config.Fpn.Features), "keypoint_layer", 3 * 34));
            visibility.AddRange(Layer(feature, Config.Head.FeatureChannels(Config.Fpn.Features), "keypoint_visibility_layer", 3 * 17));
        }

        return ([.. offsets], [.. visibility]);
    }

    private static float[] Layer(float[] x, int channels, string name, int outputs)
    {
        int side = (int)Math.Sqrt(x.Length / channels);
        Convolution2DReference convolution = new()
        {
            Batch = 1, Height = side, Width = side, Channels = channels, Outputs = outputs, FilterHeight = 3, FilterWidth = 3, Padding = 1,
        };
        float[] filter = Weights.Get($"{Path}.{name}.weight", new TensorShape(outputs, channels, 3, 3))().ToArray();
        float[] bias = Weights.Get($"{Path}.{name}.bias", new TensorShape(outputs))().ToArray();
        return [.. convolution.Compute(x, filter, bias, null).Sums.Select(sum => (float)sum)];
    }
}
