using NUnit.Framework;
using YolactGpu.Tests.Weights.Support;
using YolactGpu.Weights;

namespace YolactGpu.Tests.Weights;

[TestFixture]
[Category("Golden")]
public sealed class GoldenWeightsTests
{
    [TestCase("tiny_resnet_54_800000.pth", WeightFormat.TorchZip)]
    [TestCase("tiny_plus_54_800000.pth", WeightFormat.TorchZip)]
    [TestCase("tiny_darknet_54_800000.pth", WeightFormat.TorchZip)]
    [TestCase("tiny_resnet_legacy_10_32100.pth", WeightFormat.TorchLegacy)]
    [TestCase("tiny_imagenet_init.pth", WeightFormat.TorchLegacy)]
    public void Golden_checkpoint_is_read_whole(string name, WeightFormat format)
    {
        using IWeightFile file = WeightFile.Open(GoldenFolder.File(name));
        Assert.That(file.Format, Is.EqualTo(format));
        Assert.That(file.SkippedEntries, Is.Empty);
        Assert.That(file.Tensors, Has.Count.GreaterThan(50));
        foreach (WeightTensorInfo tensor in file.Tensors)
        {
            if (tensor.DataType == WeightDataType.F32)
            {
                Assert.That(Array.TrueForAll(file.ReadSingles(tensor.Name), float.IsFinite), Is.True, tensor.Name);
            }
            else
            {
                Assert.That(tensor.DataType, Is.EqualTo(WeightDataType.I64), tensor.Name);
                Assert.That(file.ReadInt64(tensor.Name), Has.Length.EqualTo(1), tensor.Name);
            }
        }
    }

    [Test]
    public void Zip_and_legacy_file_of_the_same_network_hold_equal_tensors()
    {
        using IWeightFile zip = WeightFile.Open(GoldenFolder.File("tiny_resnet_54_800000.pth"));
        using IWeightFile legacy = WeightFile.Open(GoldenFolder.File("tiny_resnet_legacy_10_32100.pth"));
        int compared = 0;
        foreach (WeightTensorInfo tensor in zip.Tensors)
        {
            // The legacy file has none of these, as files of its time.
            if (tensor.Name.EndsWith("num_batches_tracked", StringComparison.Ordinal))
            {
                continue;
            }

            Assert.That(legacy.GetTensor(tensor.Name).Shape, Is.EqualTo(tensor.Shape), tensor.Name);
            Assert.That(legacy.ReadBytes(tensor.Name), Is.EqualTo(zip.ReadBytes(tensor.Name)), tensor.Name);
            compared++;
        }

        Assert.That(compared, Is.GreaterThan(80));
    }

    [Test]
    public void Torchvision_names_hold_the_backbone_of_the_network()
    {
        using IWeightFile network = WeightFile.Open(GoldenFolder.File("tiny_resnet_54_800000.pth"));
        using IWeightFile backbone = WeightFile.Open(GoldenFolder.File("tiny_imagenet_init.pth"));
        Assert.That(
            backbone.ReadBytes("layer2.1.conv2.weight"),
            Is.EqualTo(network.ReadBytes("backbone.layers.1.1.conv2.weight")));
        Assert.That(backbone.ReadBytes("conv1.weight"), Is.EqualTo(network.ReadBytes("backbone.conv1.weight")));
    }

    [TestCase("tiny_resnet_54_800000.pth")]
    [TestCase("tiny_resnet_legacy_10_32100.pth")]
    [TestCase("net_tiny_resnet.safetensors")]
    public void Golden_file_cut_at_many_lengths_is_refused_with_a_clear_error(string name)
    {
        byte[] whole = File.ReadAllBytes(GoldenFolder.File(name));
        for (int step = 0; step < 40; step++)
        {
            int length = (int)((long)whole.Length * step / 40);
            WeightsException? error = Assert.Throws<WeightsException>(
                () => WeightFile.Open(whole.AsMemory(0, length), name).Dispose(), $"{length} bytes");
            Assert.That(error!.Message, Does.StartWith(name + ": ").And.Not.Contains("\n"));
            Assert.That(error.File, Is.EqualTo(name));
        }
    }

    [Test]
    public void Every_golden_safetensors_file_is_read()
    {
        string folder = Path.GetDirectoryName(GoldenFolder.File("MANIFEST.json"))!;
        int count = 0;
        foreach (string path in Directory.GetFiles(folder, "*.safetensors"))
        {
            using IWeightFile file = WeightFile.Open(path);
            Assert.That(file.Format, Is.EqualTo(WeightFormat.Safetensors), path);
            foreach (WeightTensorInfo tensor in file.Tensors)
            {
                Assert.That(file.ReadDoubles(tensor.Name), Has.Length.EqualTo(tensor.ElementCount), tensor.Name);
            }

            count++;
        }

        Assert.That(count, Is.GreaterThan(0));
    }
}
