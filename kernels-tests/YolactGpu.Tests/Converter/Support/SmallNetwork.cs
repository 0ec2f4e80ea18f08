using YolactGpu.Graph.IR;
using YolactGpu.Model;
using YolactGpu.Model.Configs;
using YolactGpu.Model.Weights;
using YolactGpu.Weights;

namespace YolactGpu.Tests.Converter.Support;

/// <summary>YOLACT with ResNet-50's layers and few channels, and weights from the formula.</summary>
internal static class SmallNetwork
{
    internal static YolactConfig Config { get; } = YolactConfigs.ResNet50 with
    {
        Name = "small",
        InputSize = 64,
        ClassNames = ["red", "green", "blue"],
        CategoryIds = [1, 2, 3],
        Backbone = new ResNetConfig { Blocks = [3, 4, 6, 3], Planes = [2, 3, 4, 5], StemChannels = 4 },
        Fpn = new FpnConfig { Features = 8 },
        Protonet = new ProtonetConfig
        {
            Layers =
            [
                new NetConvolution(6, 3, 1),
                new NetConvolution(6, 3, 1),
                new NetConvolution(6, 3, 1),
                new NetUpsampling(2),
                new NetConvolution(6, 3, 1),
                new NetConvolution(4, 1, 0),
            ],
        },
        Head = new HeadConfig { Layers = [new NetConvolution(7, 3, 1)] },
    };

    internal static FormulaWeights Weights { get; } = new(Config.ClassCount);

    /// <summary>An input [1, S, S, 3].</summary>
    internal static float[] Input { get; } = MakeInput();

    /// <summary>Writes the weights of a network as a checkpoint.</summary>
    internal static void WriteCheckpoint(string path, YolactConfig config, IReadOnlyDictionary<string, string>? metadata = null) =>
        Write(path, config, WeightDataType.F32, metadata);

    /// <summary>Writes a checkpoint of the right names and shapes whose elements are bytes, all zero.</summary>
    internal static void WriteShapesOnly(string path, YolactConfig config) => Write(path, config, WeightDataType.U8, null);

    private static void Write(
        string path, YolactConfig config, WeightDataType dataType, IReadOnlyDictionary<string, string>? metadata)
    {
        YolactGpu.Graph.IR.Graph graph = YolactNetwork.Build(config, new FormulaWeights(config.ClassCount), new NetworkOptions());
        Value[] constants =
        [
            .. graph.Nodes.SelectMany(node => node.Inputs)
                .Where(value => value.IsConstant && !value.Name.StartsWith("priors", StringComparison.Ordinal))
                .DistinctBy(value => value.Name),
        ];
        WeightTensorInfo[] tensors =
        [
            .. constants.Select(value => new WeightTensorInfo(
                value.Name,
                dataType,
                [.. Enumerable.Range(0, value.Shape.Rank).Select(axis => (long)value.Shape[axis])])),
        ];
        using SafetensorsWriter writer = SafetensorsWriter.Create(path, tensors, metadata);
        foreach (Value value in constants)
        {
            if (dataType == WeightDataType.F32)
            {
                writer.Write(value.Name, value.ReadConstant().Span);
            }
            else
            {
                writer.Write(value.Name, new MemoryStream(new byte[value.Shape.Length]));
            }
        }

        writer.Commit();
    }

    private static float[] MakeInput()
    {
        float[] input = new float[Config.InputSize * Config.InputSize * 3];
        FormulaWeights.Fill("input", -2, 2, input);
        return input;
    }
}
