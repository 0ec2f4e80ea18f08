using NUnit.Framework;
using YolactGpu.Graph.IR;
using YolactGpu.Model.Configs;
using YolactGpu.Tests.Converter.Support;
using YolactGpu.Tests.Weights.Support;
using YolactGpu.WeightsConverter;
using YolactGpu.WeightsConverter.Onnx;

namespace YolactGpu.Tests.Converter;

/// <summary>What an ONNX file holds, by the numbers of onnx.proto.</summary>
[TestFixture]
public sealed class OnnxFileTests
{
    private const int Convolutions = 86;
    private const int BatchNorms = 53;

    private ScratchFolder folder = null!;

    [OneTimeSetUp]
    public void WriteFiles()
    {
        folder = new ScratchFolder();
        SmallNetwork.WriteCheckpoint(folder["in.safetensors"], SmallNetwork.Config);
        Convert("folded.onnx");
        Convert("kept.onnx", "--batch-norm", "kept");
        Convert("dynamic.onnx", "--dynamic-batch");
    }

    [OneTimeTearDown]
    public void RemoveFolder() => folder.Dispose();

    [Test]
    public void Model_says_what_it_is()
    {
        ProtobufReader model = Read("folded.onnx");
        ProtobufReader opset = model.Message(8);
        Dictionary<string, string> metadata = model.Messages(14).ToDictionary(entry => entry.Text(1), entry => entry.Text(2));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(model.Integer(1), Is.EqualTo(8));
            Assert.That(opset.Text(1), Is.Empty);
            Assert.That(opset.Integer(2), Is.EqualTo(17));
            Assert.That(model.Text(6), Does.Contain("minus [123.68, 116.78, 103.94]"));
            Assert.That(metadata["config"], Is.EqualTo("custom"));
            Assert.That(metadata["class_names"], Is.EqualTo("class 1\nclass 2\nclass 3"));
            Assert.That(metadata["source_sha256"], Has.Length.EqualTo(64));
            Assert.That(model.Message(7).Text(2), Is.EqualTo("custom"));
        }
    }

    [TestCase("folded.onnx", "1")]
    [TestCase("kept.onnx", "1")]
    [TestCase("dynamic.onnx", "N")]
    public void Input_and_outputs_have_their_shapes(string name, string batch)
    {
        ProtobufReader graph = Read(name).Message(7);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(graph.Messages(11).Select(Describe), Is.EqualTo([$"image {batch} 3 64 64"]));
            Assert.That(
                graph.Messages(12).Select(Describe),
                Is.EqualTo([$"loc {batch} 258 4", $"conf {batch} 258 4", $"mask {batch} 258 4", $"proto {batch} 16 16 4"]));
        }
    }

    [TestCase("folded.onnx", 0)]
    [TestCase("kept.onnx", BatchNorms)]
    public void Nodes_are_those_of_the_network(string name, int batchNorms)
    {
        Dictionary<string, int> counts = Read(name).Message(7).Messages(1)
            .GroupBy(node => node.Text(4))
            .ToDictionary(group => group.Key, group => group.Count());
        using (Assert.EnterMultipleScope())
        {
            Assert.That(counts["Conv"], Is.EqualTo(Convolutions));
            Assert.That(counts.GetValueOrDefault("BatchNormalization"), Is.EqualTo(batchNorms));
            Assert.That(counts["MaxPool"], Is.EqualTo(1));
            Assert.That(counts["Resize"], Is.EqualTo(3));
            Assert.That(counts["Add"], Is.EqualTo(16 + 2));
            Assert.That(counts["Concat"], Is.EqualTo(3));
            Assert.That(counts["Tanh"], Is.EqualTo(1));
            Assert.That(counts["Reshape"], Is.EqualTo(15));
            Assert.That(counts["Transpose"], Is.EqualTo(16));
            Assert.That(counts, Does.Not.ContainKey("Softmax"));
        }
    }

    [TestCase("folded.onnx")]
    [TestCase("kept.onnx")]
    [TestCase("dynamic.onnx")]
    public void Every_operand_is_written_before_it_is_read_and_weights_have_their_bytes(string name)
    {
        ProtobufReader graph = Read(name).Message(7);
        HashSet<string> known = [.. graph.Messages(11).Select(input => input.Text(1))];
        foreach (ProtobufReader tensor in graph.Messages(5))
        {
            int elementSize = tensor.Integer(2) == 1 ? 4 : 8;
            long length = tensor.Integers(1).Aggregate(1L, (product, size) => product * size);
            Assert.That(tensor.Bytes(9), Has.Length.EqualTo(length * elementSize), tensor.Text(8));
            Assert.That(known.Add(tensor.Text(8)), Is.True, tensor.Text(8));
        }

        HashSet<string> names = [];
        foreach (ProtobufReader node in graph.Messages(1))
        {
            Assert.That(node.Texts(1).Where(operand => operand.Length > 0), Is.SubsetOf(known), node.Text(3));
            Assert.That(names.Add(node.Text(3)), Is.True, node.Text(3));
            Assert.That(known.Add(node.Text(2)), Is.True, node.Text(2));
        }

        Assert.That(graph.Messages(12).Select(output => output.Text(1)), Is.SubsetOf(known));
    }

    [Test]
    public void Attributes_are_those_of_the_layers()
    {
        ProtobufReader graph = Read("kept.onnx").Message(7);
        Dictionary<string, ProtobufReader> nodes = graph.Messages(1).ToDictionary(node => node.Text(3));
        ProtobufReader[] stem = nodes["backbone.conv1"].Messages(5);
        ProtobufReader[] resize = nodes["fpn.upsample.1"].Messages(5);
        ProtobufReader sizes = graph.Messages(5).Single(tensor => tensor.Text(8) == "fpn.upsample.1.sizes");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Attribute(stem, "kernel_shape").Integers(8), Is.EqualTo([7, 7]));
            Assert.That(Attribute(stem, "pads").Integers(8), Is.EqualTo([3, 3, 3, 3]));
            Assert.That(Attribute(stem, "strides").Integers(8), Is.EqualTo([2, 2]));
            Assert.That(Attribute(stem, "strides").Integer(20), Is.EqualTo(7));
            Assert.That(Attribute(stem, "group").Integer(3), Is.EqualTo(1));
            Assert.That(Attribute(nodes["backbone.bn1"].Messages(5), "epsilon").Single(2), Is.EqualTo(1e-5f));
            Assert.That(Attribute(resize, "mode").Text(4), Is.EqualTo("linear"));
            Assert.That(Attribute(resize, "coordinate_transformation_mode").Text(4), Is.EqualTo("half_pixel"));
            Assert.That(nodes["fpn.upsample.1"].Texts(1)[1..], Is.EqualTo(["", "", "fpn.upsample.1.sizes"]));
            Assert.That(
                Enumerable.Range(0, 4).Select(i => BitConverter.ToInt64(sizes.Bytes(9), i * 8)), Is.EqualTo([1, 8, 4, 4]));
        }
    }

    [Test]
    public void Options_of_the_other_format_are_wrong_usage()
    {
        using (Assert.EnterMultipleScope())
        {
            foreach (string[] options in new string[][] { ["a.onnx", "--fp16"], ["a", "--dynamic-batch"], ["a", "--input-size", "64"] })
            {
                ConverterRun run = ConverterRun.Of(["convert", folder["in.safetensors"], folder[options[0]], .. options[1..]]);
                Assert.That(run.Code, Is.EqualTo(2), string.Join(' ', options));
                Assert.That(run.Error, Does.Contain(" only."));
            }
        }
    }

    [Test]
    public void Network_that_cannot_be_written_leaves_no_file()
    {
        ConverterRun small = ConverterRun.Of("convert", folder["in.safetensors"], folder["no.onnx"], "--input-size", "8");
        Assert.That(small.Code, Is.EqualTo(1));
        Assert.That(small.Error, Does.Contain("InputSize is 8; it must be 32 to 4096 pixels"));

        TorchFile torch = TorchFile.WithTwoTensors();
        File.WriteAllBytes(folder["other.pth"], torch.ToZip());
        ConverterRun other = ConverterRun.Of("convert", folder["other.pth"], folder["no.onnx"]);
        Assert.That(other.Code, Is.EqualTo(1));
        Assert.That(other.Error, Does.Contain("cannot be written as ONNX, for no configuration was recognised: holds no YOLACT network"));
        Assert.That(File.Exists(folder["no.onnx"]), Is.False);
    }

    [Test]
    public void Network_with_deformable_convolutions_is_refused_with_the_reason()
    {
        ResNetConfig backbone = (ResNetConfig)SmallNetwork.Config.Backbone;
        YolactConfig config = SmallNetwork.Config with { Backbone = backbone with { DeformableBlocks = [0, 0, 0, 1] } };
        GraphException? error = Assert.Throws<GraphException>(() => OnnxConversion.Write(
            config,
            SmallNetwork.Weights,
            new Dictionary<string, string>(),
            new ConversionTarget(folder["plus.onnx"], Force: false),
            new OnnxOptions()));
        Assert.That(error!.Message, Does.StartWith("backbone.layers.3.2.conv2: is a deformable convolution, as YOLACT++ has"));
        Assert.That(error.Message, Does.EndWith("from opset 19 on, and opset 17 is written."));
        Assert.That(File.Exists(folder["plus.onnx"]), Is.False);
    }

    private static ProtobufReader Attribute(ProtobufReader[] attributes, string name) =>
        attributes.Single(attribute => attribute.Text(1) == name);

    private static string Describe(ProtobufReader value)
    {
        ProtobufReader tensor = value.Message(2).Message(1);
        Assert.That(tensor.Integer(1), Is.EqualTo(1), "floats");
        IEnumerable<string> sizes = tensor.Message(2).Messages(1)
            .Select(size => size.Texts(2) is [string name] ? name : $"{size.Integer(1)}");
        return $"{value.Text(1)} {string.Join(' ', sizes)}";
    }

    private ProtobufReader Read(string name) => new(File.ReadAllBytes(folder[name]));

    private void Convert(string name, params string[] options)
    {
        ConverterRun run = ConverterRun.Of(["convert", folder["in.safetensors"], folder[name], "--input-size", "64", .. options]);
        Assert.That(run.Code, Is.Zero, run.Error);
        Assert.That(run.Output, Does.Contain("opset 17"));
    }
}
