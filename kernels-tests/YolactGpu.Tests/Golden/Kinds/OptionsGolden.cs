using NUnit.Framework;
using YolactGpu.Kernels.Elementwise;
using YolactGpu.Model;
using YolactGpu.Model.Configs;
using YolactGpu.Model.Weights;
using YolactGpu.Tests.Library;

namespace YolactGpu.Tests.Golden.Kinds;

/// <summary>option_networks: options that no released configuration uses, against PyTorch (option_networks.py).</summary>
internal sealed class OptionsGolden : IGoldenKind
{
    public bool Takes(string file) => file == "option_networks.safetensors";

    public IEnumerable<GoldenCase> Cases(GoldenEntry entry) => entry.Cases.Select(description =>
    {
        string prefix = description.GetProperty("prefix").GetString()!;
        string[] outputs = [.. description.GetProperty("outputs").EnumerateArray().Select(output => output.GetString()!)];
        return new GoldenCase(prefix, device => Run(device, entry, prefix, outputs), IsHeavy: prefix == "quirk.");
    });

    private static void Run(GoldenDevice device, GoldenEntry entry, string prefix, string[] outputs)
    {
        using GoldenTensors tensors = new(entry.FilePath);
        YolactConfig config = ConfigOf(prefix.TrimEnd('.'));
        InputShape shape = InputOf(prefix) ?? config.Input;
        float[] input = new float[3 * shape.Height * shape.Width];
        FormulaWeights.Fill("input", -2, 2, input);
        input = GoldenTensors.ToNhwc(input, 1, 3, shape.Height, shape.Width);

        Dictionary<string, float[]> found = NetworkRunner.Run(
            device.Context(), config, new FormulaWeights(config.ClassCount), new NetworkOptions { Input = shape, ClassExistenceOutput = true }, input);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(outputs, Is.SubsetOf(found.Keys));
            foreach (string output in outputs)
            {
                GoldenTensors.AssertClose(found[output], tensors.Floats($"{prefix}{output}"), output, 2e-5 * tensors.Floats($"{prefix}{output}").Max(Math.Abs));
            }
        }
    }

    /// <summary>The input of networks that take the shape of each image.</summary>
    private static InputShape? InputOf(string prefix) => prefix switch
    {
        "preserved." => new InputShape(91, 45),
        "preserved_cells." => new InputShape(45, 91),
        _ => null,
    };

    private static YolactConfig ConfigOf(string name)
    {
        YolactConfig tiny = TinyNetwork.Config with
        {
            Protonet = new ProtonetConfig { Layers = [new NetConvolution(16, 3, 1), new NetUpsampling(2), new NetConvolution(8, 1, 0)] },
            HasSemanticBranch = false,
        };
        return name switch
        {
            "pyramid" => tiny with
            {
                Anchors = new AnchorConfig
                {
                    Scales = [[4], [8], [16], [32], [48], [60]],
                    AspectRatios = [.. Enumerable.Repeat(new AnchorConfig { Scales = [] }.AspectRatios[0], 6)],
                },
                Fpn = tiny.Fpn with
                {
                    DownsampleLevels = 3, DownsamplesByConvolution = false, ReluPredictionLayers = false, Interpolation = Interpolation.Nearest,
                },
                Protonet = tiny.Protonet with { PrototypeActivation = Activation.None },
            },
            "quirk" => tiny with { InputSize = 128, Fpn = tiny.Fpn with { PadsPredictionLayers = false, ReluDownsampleLayers = true } },
            "separate" => tiny with
            {
                Anchors = new AnchorConfig
                {
                    Scales = [[4], [8], [16], [32], [48]],
                    AspectRatios = [[[1]], [[1], [0.5]], [[1, 0.5, 2]], [[2]], [[1, 3]]],
                },
                Head = tiny.Head with
                {
                    IsShared = false,
                    ExtraBoxLayers = 1,
                    ExtraClassLayers = 2,
                    ExtraMaskLayers = 1,
                    OutputFilterSize = 5,
                    HasYoloRegressors = true,
                    CoefficientActivation = Activation.Sigmoid,
                },
                Protonet = tiny.Protonet with { SourceLevel = 1 },
            },
            "nets" => tiny with
            {
                Protonet = tiny.Protonet with
                {
                    Layers = NetLayerParser.Parse(
                        """
                        [('cat', [[(6, 3, {'padding': 1})], [(4, 1, {}), (5, 3, {'padding': 2, 'dilation': 2})]], {}),
                         (12, -4, {'stride': 2, 'padding': 1}), (7, -3, {'stride': 2, 'output_padding': 1}), (9, 3, {'stride': 2}), (8, 1, {})]
                        """),
                },
                Head = tiny.Head with
                {
                    Layers = NetLayerParser.Parse("[(12, 1, {}), ('cat', [[(8, 3, {'padding': 1})], [(8, 5, {'padding': 2})]], {})]"),
                },
            },
            "gated" => tiny with
            {
                Protonet = tiny.Protonet with { HasBias = true },
                Head = tiny.Head with { HasCoefficientGate = true, HasPredictionModule = true },
            },
            "features" => tiny with { Protonet = tiny.Protonet with { FeedsHeads = true }, Head = tiny.Head with { Layers = [] } },
            "split" => tiny with { Protonet = new ProtonetConfig { Layers = [new NetConvolution(10, 3, 1)], SplitsByLevel = true } },
            "rectangle" => tiny.WithInput(new InputShape(96, 41)),
            "tall" => tiny.WithInput(new InputShape(37, 72)) with { Anchors = tiny.Anchors with { UseSquareAnchors = false } },
            "preserved" => tiny with { PreserveAspectRatio = true },
            "preserved_cells" => tiny with
            {
                PreserveAspectRatio = true,
                Anchors = new AnchorConfig { Scales = [[1.5], [1], [2], [3], [2.5]], UsePixelScales = false, UseSquareAnchors = false },
            },
            "atrous" => tiny.WithInput(new InputShape(72, 50)) with
            {
                Backbone = (ResNetConfig)tiny.Backbone with { Blocks = [1, 2, 2, 2], AtrousStages = [2] },
            },
            "softmax" => tiny with
            {
                Protonet = tiny.Protonet with { HasPrototypeSoftmax = true },
                Head = tiny.Head with { HasCoefficientSoftmax = true },
                HasClassExistenceBranch = true,
            },
            "direct" => tiny with { Head = tiny.Head with { DirectMaskSize = 4, HasMaskScores = true } },
            _ => throw new InvalidDataException($"There is no configuration for the case {name}."),
        };
    }
}
