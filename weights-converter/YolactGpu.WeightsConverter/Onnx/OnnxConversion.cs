using System.Globalization;
using YolactGpu.Graph.Passes;
using YolactGpu.Model;
using YolactGpu.Model.Configs;
using YolactGpu.Model.Weights;
using YolactGpu.Weights;

namespace YolactGpu.WeightsConverter.Onnx;

/// <summary>Writes a network with its weights as ONNX, up to the raw outputs.</summary>
internal static class OnnxConversion
{
    /// <summary>The version of ONNX's operators that is written.</summary>
    internal const int OpsetVersion = 17;

    private const int IrVersion = 8;

    /// <summary>Writes the file and tells what it holds.</summary>
    /// <exception cref="WeightsException">The weights are not those of a network that is known.</exception>
    internal static string Run(Conversion conversion, ConversionTarget target, OnnxOptions options)
    {
        IWeightFile weights = conversion.Weights;
        YolactConfig config = conversion.Config
            ?? throw new WeightsException(
                weights.Path,
                $"cannot be written as ONNX, for no configuration was recognised: {conversion.ConfigProblem}");
        CheckpointWeights checkpoint = new(weights, config.Fpn.DownsampleLevels);
        ReportingWeights reporting = new(checkpoint, conversion.Progress);
        return Write(config, reporting, conversion.Metadata, target, options, checkpoint);
    }

    /// <summary>Writes a network.</summary>
    /// <param name="config">Its configuration.</param>
    /// <param name="weights">Where the weights come from.</param>
    /// <param name="metadata">Texts to store.</param>
    /// <param name="target">Where it is written.</param>
    /// <param name="options">How it is written.</param>
    /// <param name="checkpoint">
    /// What tells whether the weights fit and can be used, where they come from a file.
    /// </param>
    internal static string Write(
        YolactConfig config,
        IWeightSource weights,
        IReadOnlyDictionary<string, string> metadata,
        ConversionTarget target,
        OnnxOptions options,
        CheckpointWeights? checkpoint = null)
    {
        YolactConfig sized = options.InputSize == 0 ? config : config with { InputSize = options.InputSize };
        Graph.IR.Graph network = YolactNetwork.Build(sized, weights, new NetworkOptions());
        checkpoint?.ThrowIfUnfit(sized.Name);
        if (options.FoldBatchNorm)
        {
            network = GraphPass.ApplyAll(network, GraphPass.Inference.Single(pass => pass.Name == "FoldBatchNorm"));
        }

        ProtobufMessage model = Model(
            sized, NetworkToOnnx.Translate(network, config.Name, options.DynamicBatch), metadata);
        if (model.Length > int.MaxValue)
        {
            throw new WeightsException(
                target.Path, $"would have {model.Length} bytes; ONNX files have at most {int.MaxValue}");
        }

        using PartialFile file = PartialFile.Create(target.Path, target.Force, model.Length);
        long position = 0;
        model.WriteTo(bytes =>
        {
            file.Write(bytes, position);
            position += bytes.Length;
        });
        checkpoint?.ThrowIfUnusable();
        file.Commit();
        string batch = options.DynamicBatch ? "N" : "1";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{sized.Name}, image [{batch}, 3, {sized.InputSize}, {sized.InputSize}], "
            + $"opset {OpsetVersion}, {model.Length} bytes");
    }

    private static ProtobufMessage Model(
        YolactConfig config, ProtobufMessage graph, IReadOnlyDictionary<string, string> metadata)
    {
        ProtobufMessage model = new ProtobufMessage()
            .Integer(1, IrVersion)
            .Text(2, "YolactGpu")
            .Text(6, Describe(config))
            .Message(8, new ProtobufMessage().Text(1, "").Integer(2, OpsetVersion))
            .Message(7, graph);
        foreach ((string key, string value) in metadata.Where(item => item.Key != "format"))
        {
            model.Message(14, new ProtobufMessage().Text(1, key).Text(2, value));
        }

        return model;
    }

    private static string Describe(YolactConfig config) => string.Create(
        CultureInfo.InvariantCulture,
        $"YOLACT up to its raw outputs. image: RGB in 0..255, resized bilinearly, "
        + $"minus [{string.Join(", ", config.Preprocessing.Mean)}], "
        + $"divided by [{string.Join(", ", config.Preprocessing.StandardDeviation)}]. "
        + $"loc: box offsets; conf: class logits, background first; mask: mask coefficients; proto: prototypes.");
}
