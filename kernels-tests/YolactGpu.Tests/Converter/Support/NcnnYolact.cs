using System.Globalization;
using YolactGpu.Graph.IR;
using YolactGpu.Model.Configs;
using YolactGpu.Model.Weights;

namespace YolactGpu.Tests.Converter.Support;

/// <summary>
/// Writes YOLACT for ncnn as the public conversion was made, written from the forward pass of the original and sharing nothing
/// with the reader: laterals before prediction layers, a sum with a constant zero, softmax and tanh at the end.
/// </summary>
internal sealed class NcnnYolact(YolactConfig config, IWeightSource weights)
{
    private const double Epsilon = 1e-5;

    private readonly ResNetConfig resNet = (ResNetConfig)config.Backbone;
    private readonly NcnnNetworkText text = new();
    private int upfeatures;

    /// <summary>Gets a value indicating whether filters are stored in 16 bits.</summary>
    internal bool IsHalf { get; init; }

    /// <summary>Gets a value indicating whether a relu becomes a part of its convolution, as ncnnoptimize does.</summary>
    internal bool FusesRelu { get; init; }

    /// <summary>Gets a value indicating whether batch norms stay layers.</summary>
    internal bool KeepsBatchNorm { get; init; }

    /// <summary>Gets a value indicating whether the head of the last level has other weights than those of the others.</summary>
    internal bool HasAnOddHead { get; init; }

    /// <summary>Gets the stride of the stem.</summary>
    internal int StemStride { get; init; } = 2;

    /// <summary>Gets a value indicating whether the last level has no mask output.</summary>
    internal bool LacksALayer { get; init; }

    /// <summary>Writes NAME.param and NAME.bin.</summary>
    internal void Write(string paramPath)
    {
        Build();
        File.WriteAllText(paramPath, text.Param());
        File.WriteAllBytes(Path.ChangeExtension(paramPath, ".bin"), text.Bin());
    }

    private void Build()
    {
        string zero = text.Layer("MemoryData", [], "0=1");
        text.Raw([0]);
        string x = text.Layer("Input", []);
        x = Normed("backbone.conv1", "backbone.bn1", x, 3, resNet.StemChannels, 7, StemStride, 3, relu: true);
        x = text.Layer("Pooling", [x], "0=0 1=3 11=3 2=2 12=2 3=1 13=1 14=1 15=1 5=1");
        int channels = resNet.StemChannels;
        List<(string Blob, int Channels)> stages = [];
        for (int stage = 0; stage < 4; stage++)
        {
            int planes = resNet.Planes[stage];
            for (int block = 0; block < resNet.Blocks[stage]; block++)
            {
                string path = $"backbone.layers.{stage}.{block}";
                int stride = stage > 0 && block == 0 ? 2 : 1;
                string y = Normed($"{path}.conv1", $"{path}.bn1", x, channels, planes, 1, 1, 0, relu: true);
                y = Normed($"{path}.conv2", $"{path}.bn2", y, planes, planes, 3, stride, 1, relu: true);
                y = Normed($"{path}.conv3", $"{path}.bn3", y, planes, planes * 4, 1, 1, 0, relu: false);
                string shortcut = block > 0
                    ? x
                    : Normed($"{path}.downsample.0", $"{path}.downsample.1", x, channels, planes * 4, 1, stride, 0, relu: false);
                x = text.Layer("ReLU", [text.Layer("BinaryOp", [y, shortcut], "0=0")]);
                channels = planes * 4;
            }

            stages.Add((x, channels));
        }

        BuildHeads(BuildPyramid(zero, stages));
    }

    private List<string> BuildPyramid(string zero, List<(string Blob, int Channels)> stages)
    {
        int features = config.Fpn.Features;
        string[] sums = new string[3];
        string x = zero;
        for (int i = 0; i < 3; i++)
        {
            (string blob, int channels) = stages[3 - i];
            if (i > 0)
            {
                x = text.Layer("Interp", [x], "0=2 1=1.944445e+00 2=1.944445e+00 3=0 4=0 6=0");
            }

            x = text.Layer("BinaryOp", [x, Plain($"fpn.lat_layers.{i}", blob, channels, features, 1, 1, 0)], "0=0");
            sums[i] = x;
        }

        string[] levels = new string[3];
        for (int i = 0; i < 3; i++)
        {
            levels[2 - i] = Plain($"fpn.pred_layers.{i}", sums[i], features, features, 3, 1, 1, relu: true);
        }

        string p6 = Plain("fpn.downsample_layers.0", levels[2], features, features, 3, 2, 1);
        return [.. levels, p6, Plain("fpn.downsample_layers.1", p6, features, features, 3, 2, 1)];
    }

    private void BuildHeads(List<string> levels)
    {
        string p = levels[0];
        int channels = config.Fpn.Features;
        for (int i = 0; i < config.Protonet.Layers.Length; i++)
        {
            if (config.Protonet.Layers[i] is NetConvolution c)
            {
                p = Plain($"proto_net.{2 * i}", p, channels, c.Channels, c.FilterSize, 1, c.Padding, relu: true);
                channels = c.Channels;
            }
            else
            {
                p = text.Layer("ReLU", [text.Layer("Interp", [p], "0=2 1=2.000000e+00 2=2.000000e+00")]);
            }
        }

        const string Path = "prediction_layers.0";
        int width = config.Head.FeatureChannels(config.Fpn.Features);
        List<string> loc = [];
        List<string> conf = [];
        List<string> mask = [];
        foreach (string level in levels)
        {
            string x = Plain($"{Path}.upfeature.0", level, config.Fpn.Features, width, 3, 1, 1, relu: true);
            loc.Add(Rows(Plain($"{Path}.bbox_layer", x, width, 12, 3, 1, 1), 4));
            conf.Add(Rows(Plain($"{Path}.conf_layer", x, width, 3 * config.ClassCount, 3, 1, 1), config.ClassCount));
            if (LacksALayer && level == levels[^1])
            {
                continue;
            }

            string coefficients = Plain($"{Path}.mask_layer", x, width, 3 * channels, 3, 1, 1);
            mask.Add(text.Layer("UnaryOp", [Rows(coefficients, channels)], "0=16"));
        }

        text.Layer("Concat", [.. loc], "0=0");
        text.Layer("Softmax", [text.Layer("Concat", [.. conf], "0=0")], "0=1 1=1");
        text.Layer("Concat", [.. mask], "0=0");
    }

    private string Rows(string blob, int width) => text.Layer(
        "Reshape", [text.Layer("Permute", [blob], "0=3")], string.Create(CultureInfo.InvariantCulture, $"0={width} 1=-1"));

    private string Plain(
        string path, string x, int inputs, int outputs, int size, int stride, int padding, bool relu = false)
    {
        float[] filter = Numbers($"{path}.weight", outputs, inputs, size, size);
        if (HasAnOddHead && path.EndsWith("upfeature.0", StringComparison.Ordinal) && ++upfeatures == 5)
        {
            filter[^1] += 1;
        }

        return Convolution(x, filter, Numbers($"{path}.bias", outputs), outputs, size, stride, padding, relu);
    }

    private string Normed(
        string path, string norm, string x, int inputs, int outputs, int size, int stride, int padding, bool relu)
    {
        float[] filter = Numbers($"{path}.weight", outputs, inputs, size, size);
        float[] gamma = Numbers($"{norm}.weight", outputs);
        float[] beta = Numbers($"{norm}.bias", outputs);
        float[] mean = Numbers($"{norm}.running_mean", outputs);
        float[] variance = Numbers($"{norm}.running_var", outputs);
        if (KeepsBatchNorm)
        {
            string y = Convolution(x, filter, null, outputs, size, stride, padding, relu: false);
            y = text.Layer("BatchNorm", [y], string.Create(CultureInfo.InvariantCulture, $"0={outputs} 1=2.000000e-05"));
            text.Raw(gamma);
            text.Raw(mean);
            text.Raw([.. variance.Select(v => v - 1e-5f)]);
            text.Raw(beta);
            return relu ? text.Layer("ReLU", [y]) : y;
        }

        int perFilter = filter.Length / outputs;
        float[] bias = new float[outputs];
        for (int k = 0; k < outputs; k++)
        {
            double scale = gamma[k] / Math.Sqrt(variance[k] + Epsilon);
            bias[k] = (float)(beta[k] - (mean[k] * scale));
            for (int i = k * perFilter; i < (k + 1) * perFilter; i++)
            {
                filter[i] = (float)(filter[i] * scale);
            }
        }

        return Convolution(x, filter, bias, outputs, size, stride, padding, relu);
    }

    private string Convolution(
        string x, float[] filter, float[]? bias, int outputs, int size, int stride, int padding, bool relu)
    {
        string fused = relu && FusesRelu ? " 9=1" : "";
        string biased = bias is null ? "" : " 5=1";
        string y = text.Layer("Convolution", [x], string.Create(
            CultureInfo.InvariantCulture,
            $"0={outputs} 1={size} 11={size} 2=1 12=1 3={stride} 13={stride} 4={padding} 14={padding} 15={padding} 16={padding}{biased} 6={filter.Length}{fused}"));
        text.Tagged(filter, IsHalf);
        text.Raw(bias ?? []);
        return relu && !FusesRelu ? text.Layer("ReLU", [y]) : y;
    }

    private float[] Numbers(string name, params ReadOnlySpan<int> shape) => weights.Get(name, new TensorShape(shape))().ToArray();
}
