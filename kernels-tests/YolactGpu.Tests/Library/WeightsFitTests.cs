using NUnit.Framework;
using YolactGpu.Graph.IR;
using YolactGpu.Tests.Data;
using YolactGpu.Weights;

namespace YolactGpu.Tests.Library;

/// <summary>Weights from files, right and wrong.</summary>
public sealed class WeightsFitTests
{
    private TemporaryFolder folder = null!;

    [SetUp]
    public void CreateFolder() => folder = new TemporaryFolder();

    [TearDown]
    public void DeleteFolder() => folder.Dispose();

    [Test]
    public void Safetensors_and_both_formats_of_torch_give_what_the_formula_gives()
    {
        TinyCheckpoint checkpoint = new(TinyNetwork.Config);
        checkpoint.WriteSafetensors(folder.PathOf("tiny.safetensors"));
        File.WriteAllBytes(folder.PathOf("zip.pth"), checkpoint.ToTorch().ToZip());
        File.WriteAllBytes(folder.PathOf("legacy.pth"), checkpoint.ToTorch().ToLegacy());
        using YolactDetector formula = TinyNetwork.CreateDetector();
        string[] expected = [.. TinyNetwork.Describe(formula.Detect(TinyNetwork.Image(61, 47)))];

        using (Assert.EnterMultipleScope())
        {
            foreach (string name in new[] { "tiny.safetensors", "zip.pth", "legacy.pth" })
            {
                using YolactDetector detector = YolactDetector.Create(folder.PathOf(name), TinyNetwork.Options);

                Assert.That(TinyNetwork.Describe(detector.Detect(TinyNetwork.Image(61, 47))), Is.EqualTo(expected), name);
                Assert.That(detector.DetectBatch([TinyNetwork.Image(20, 20), TinyNetwork.Image(30, 30)]), Has.Length.EqualTo(2), name);
            }
        }
    }

    [Test]
    public void Names_may_have_the_prefix_of_data_parallel_training()
    {
        TinyCheckpoint checkpoint = new(TinyNetwork.Config);
        foreach ((string name, (TensorShape Shape, float[] Data) tensor) in checkpoint.Tensors.ToArray())
        {
            checkpoint.Tensors.Remove(name);
            checkpoint.Tensors.Add($"module.{name}", tensor);
        }

        Assert.That(() => Open(checkpoint).Dispose(), Throws.Nothing);
    }

    [Test]
    public void Everything_that_does_not_fit_is_listed_in_one_error()
    {
        TinyCheckpoint checkpoint = new(TinyNetwork.Config);
        checkpoint.Tensors.Remove("fpn.lat_layers.0.bias");
        checkpoint.Tensors.Remove("prediction_layers.0.conf_layer.weight");
        checkpoint.Tensors["backbone.bn1.weight"] = (new TensorShape(9), new float[9]);
        checkpoint.Tensors["proto_net.0.weight"] = (new TensorShape(16, 144), new float[16 * 144]);
        checkpoint.Tensors["maskiou_net.0.weight"] = (new TensorShape(1), new float[1]);
        checkpoint.Tensors["backbone.bn1.bias"].Data[3] = float.NaN;
        checkpoint.Tensors["fpn.pred_layers.1.weight"].Data[7] = float.NegativeInfinity;

        WeightsException? error = Assert.Throws<WeightsException>(() => Open(checkpoint));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(error!.Message, Does.Contain("tiny.safetensors: does not fit config tiny: 2 of its "));
            Assert.That(error.Message, Does.Contain(" tensors are missing, 2 have another shape, 1 in the file are not part of it: "));
            Assert.That(error.Message, Does.Contain("fpn.lat_layers.0.bias [16] is missing"));
            Assert.That(error.Message, Does.Contain("prediction_layers.0.conf_layer.weight [12, 16, 3, 3] is missing"));
            Assert.That(error.Message, Does.Contain("backbone.bn1.weight is [9], must be [8]"));
            Assert.That(error.Message, Does.Contain("proto_net.0.weight is [16, 144], must be [16, 16, 3, 3]"));
            Assert.That(error.Message, Does.Contain("maskiou_net.0.weight is not part of the network"));
            Assert.That(error.Message, Does.Contain("backbone.bn1.bias holds 1 numbers that are NaN or infinite"));
            Assert.That(error.Message, Does.Contain("fpn.pred_layers.1.weight holds 1 numbers that are NaN or infinite"));
            Assert.That(error.Message, Does.Not.Contain("\n"));
        }
    }

    [Test]
    public void A_tensor_that_several_layers_use_is_missing_once()
    {
        TinyCheckpoint checkpoint = new(TinyNetwork.Config);
        checkpoint.Tensors.Remove("prediction_layers.0.upfeature.0.weight");

        Assert.That(
            () => Open(checkpoint),
            Throws.TypeOf<WeightsException>().With.Message.Contains(": 1 of its ")
                .And.Message.Not.Contains("is missing; prediction_layers"));
    }

    [TestCase("backbone.conv1.weight", float.NaN)]
    [TestCase("backbone.layers.2.0.bn2.running_var", float.PositiveInfinity)]
    [TestCase("prediction_layers.0.mask_layer.bias", float.NaN)]
    [TestCase("semantic_seg_conv.weight", float.NegativeInfinity)]
    public void Numbers_that_are_not_finite_are_refused_also_where_only_training_uses_them(string name, float value)
    {
        TinyCheckpoint checkpoint = new(TinyNetwork.Config);
        checkpoint.Tensors[name].Data[^1] = value;
        checkpoint.Tensors[name].Data[0] = value;

        Assert.That(
            () => Open(checkpoint),
            Throws.TypeOf<WeightsException>().With.Message.EndsWith($"cannot be used: {name} holds 2 numbers that are NaN or infinite"));
    }

    [Test]
    public void Every_tensor_with_numbers_that_are_not_finite_is_listed()
    {
        TinyCheckpoint checkpoint = new(TinyNetwork.Config);
        foreach ((_, float[] data) in checkpoint.Tensors.Values)
        {
            data[data.Length / 2] = float.NaN;
        }

        Assert.That(
            () => Open(checkpoint),
            Throws.TypeOf<WeightsException>().With.Message.Matches($"^[^;]*(;[^;]*){{{checkpoint.Tensors.Count - 1}}}$"));
    }

    [Test]
    public void Another_number_of_classes_does_not_fit()
    {
        TinyCheckpoint checkpoint = new(TinyNetwork.Config with { ClassNames = ["one", "two"], CategoryIds = [1, 2] });

        Assert.That(
            () => Open(checkpoint),
            Throws.TypeOf<WeightsException>()
                .With.Message.Contains("prediction_layers.0.conf_layer.weight is [9, 16, 3, 3], must be [12, 16, 3, 3]")
                .And.Message.Contains("semantic_seg_conv.weight is [2, 16, 1, 1], must be [3, 16, 1, 1]"));
    }

    [Test]
    public void A_file_that_is_not_there_is_an_error() =>
        Assert.That(
            () => YolactDetector.Create(folder.PathOf("nothing.pth")),
            Throws.TypeOf<WeightsException>().With.Message.EndsWith("nothing.pth: there is no such file"));

    [Test]
    public void A_file_that_was_refused_can_be_deleted_at_once()
    {
        TinyCheckpoint checkpoint = new(TinyNetwork.Config);
        checkpoint.Tensors.Remove("backbone.conv1.weight");
        Assert.That(() => Open(checkpoint), Throws.TypeOf<WeightsException>());

        using FileStream exclusive = new(folder.PathOf("tiny.safetensors"), FileMode.Open, FileAccess.ReadWrite, FileShare.None);

        Assert.That(exclusive.CanWrite, Is.True);
    }

    private YolactDetector Open(TinyCheckpoint checkpoint)
    {
        string path = folder.PathOf("tiny.safetensors");
        checkpoint.WriteSafetensors(path);
        return YolactDetector.Create(path, TinyNetwork.Options);
    }
}
