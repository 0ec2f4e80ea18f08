using System.Globalization;
using System.Runtime.InteropServices;
using NUnit.Framework;
using YolactGpu.Model.Configs;
using YolactGpu.Model.Weights;
using YolactGpu.Tests.Converter.Support;
using YolactGpu.Tests.Golden;
using YolactGpu.Tests.Weights.Support;
using YolactGpu.WeightsConverter;
using YolactGpu.WeightsConverter.Onnx;

namespace YolactGpu.Tests.Converter;

/// <summary>OpenCV's dnn runs the ONNX files that are written, and gives what this project's own kernels give.</summary>
[TestFixture]
public sealed class OnnxCounterpartTests
{
    private const int TinySize = 138;

    private ScratchFolder folder = null!;

    [SetUp]
    public void MakeFolder() => folder = new ScratchFolder();

    [TearDown]
    public void RemoveFolder() => folder.Dispose();

    [TestCase("tiny_resnet", 1)]
    [TestCase("tiny_resnet", 1, "--batch-norm", "kept")]
    [TestCase("tiny_resnet", 2, "--dynamic-batch")]
    [TestCase("tiny_darknet", 1)]
    [Category("Golden")]
    public void Golden_network_gives_the_golden_outputs(string network, int batch, params string[] options)
    {
        string checkpoint = Weights.Support.GoldenFolder.File($"{network}_54_800000.pth");
        string golden = Weights.Support.GoldenFolder.File($"net_{network}.safetensors");
        ConverterRun converted = ConverterRun.Of(
            ["convert", checkpoint, folder["net.onnx"], "--input-size", $"{TinySize}", .. options]);
        Assert.That(converted.Code, Is.Zero, converted.Error);

        using GoldenTensors tensors = new(golden);
        int length = 3 * TinySize * TinySize;
        float[] images = tensors.Floats("x")[..(batch * length)];
        Dictionary<string, float[]> outputs = RunElsewhere(images, batch, TinySize);
        Dictionary<string, float[]> expected = RawOutputs.Names.ToDictionary(name => name, name => tensors.Floats($"raw.{name}"));

        // The golden outputs are those of the first image.
        RawOutputs.AssertClose(First(outputs, batch), expected, 1e-5);
        float[] last = GoldenTensors.ToNhwc(images[^length..], 1, 3, TinySize, TinySize);
        RawOutputs.AssertClose(Last(outputs, batch), RawOutputs.OfFile(checkpoint, TinySize, last), 1e-5);
    }

    private static IEnumerable<TestCaseData> Options()
    {
        YolactConfig small = SmallNetwork.Config;
        yield return Case("Darknet", small with { Backbone = new DarknetConfig { Blocks = [1, 1, 2, 1, 1], Planes = [2, 2, 3, 4, 5], StemChannels = 4 } });
        yield return Case("nearest, pooled", small with { Fpn = small.Fpn with { Interpolation = Interpolation.Nearest, DownsamplesByConvolution = false } });
        yield return Case("features, gate", small with { Protonet = small.Protonet with { FeedsHeads = true }, Head = small.Head with { HasCoefficientGate = true } });
        yield return Case("nets", small with
        {
            Protonet = small.Protonet with
            {
                Layers = NetLayerParser.Parse("[('cat', [[(6, 3, {'padding': 1})], [(4, 1, {})]], {}), (5, -4, {'stride': 2, 'padding': 1}), (4, 1, {})]"),
            },
        });

        static TestCaseData Case(string name, YolactConfig config) => new TestCaseData(config).SetArgDisplayNames(name);
    }

    [TestCaseSource(nameof(Options))]
    public void Options_give_the_same_outputs(YolactConfig config)
    {
        FormulaWeights weights = new(config.ClassCount);
        OnnxConversion.Write(
            config, weights, new Dictionary<string, string>(), new ConversionTarget(folder["net.onnx"], Force: false), new OnnxOptions());
        float[] image = new float[3 * 64 * 64];
        FormulaWeights.Fill("input", -2, 2, image);

        Dictionary<string, float[]> outputs = RunElsewhere(image, 1, 64);

        RawOutputs.AssertClose(outputs, RawOutputs.Of(config, weights, GoldenTensors.ToNhwc(image, 1, 3, 64, 64)), 2e-5);
    }

    [Test]
    public void Full_size_architecture_gives_the_same_outputs()
    {
        YolactConfig config = YolactConfigs.ResNet50 with { InputSize = 96 };
        FormulaWeights weights = new(config.ClassCount);
        string report = OnnxConversion.Write(
            config, weights, new Dictionary<string, string>(), new ConversionTarget(folder["net.onnx"], Force: false), new OnnxOptions());
        Assert.That(report, Does.StartWith("yolact_resnet50, image [1, 3, 96, 96], opset 17, 124"));

        float[] image = new float[3 * 96 * 96];
        FormulaWeights.Fill("input", -2, 2, image);
        Dictionary<string, float[]> outputs = RunElsewhere(image, 1, 96);
        Dictionary<string, float[]> expected = RawOutputs.Of(config, weights, GoldenTensors.ToNhwc(image, 1, 3, 96, 96));
        RawOutputs.AssertClose(outputs, expected, 2e-5);
    }

    /// <summary>Runs net.onnx on images [N, 3, S, S].</summary>
    private Dictionary<string, float[]> RunElsewhere(float[] images, int batch, int size)
    {
        File.WriteAllBytes(folder["image"], MemoryMarshal.AsBytes<float>(images).ToArray());
        string shape = string.Create(CultureInfo.InvariantCulture, $"{batch}, 3, {size}, {size}");
        Python.Run(
            "cv2",
            $"""
            import cv2, numpy
            net = cv2.dnn.readNetFromONNX("net.onnx")
            net.setInput(numpy.fromfile("image", numpy.float32).reshape({shape}), "image")
            names = ["loc", "conf", "mask", "proto"]
            for name, output in zip(names, net.forward(names)):
                assert output.shape[0] == {batch}, output.shape
                output.astype(numpy.float32).tofile(name)
            """,
            folder);
        return RawOutputs.Names.ToDictionary(
            name => name, name => MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(folder[name])).ToArray());
    }

    private static Dictionary<string, float[]> First(Dictionary<string, float[]> outputs, int batch) =>
        outputs.ToDictionary(pair => pair.Key, pair => pair.Value[..(pair.Value.Length / batch)]);

    private static Dictionary<string, float[]> Last(Dictionary<string, float[]> outputs, int batch) =>
        outputs.ToDictionary(pair => pair.Key, pair => pair.Value[^(pair.Value.Length / batch)..]);
}
