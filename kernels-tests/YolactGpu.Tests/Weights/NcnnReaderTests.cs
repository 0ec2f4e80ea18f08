using System.Text;
using NUnit.Framework;
using YolactGpu.Tests.Weights.Support;
using YolactGpu.Weights;
using YolactGpu.Weights.IO;
using YolactGpu.Weights.Ncnn;

namespace YolactGpu.Tests.Weights;

[TestFixture]
public sealed class NcnnReaderTests
{
    private const string Sound =
        "7767517\n4 5\nInput data 0 1 data\nConvolution conv 1 1 data a 0=2 1=1 5=1 6=6 -23310=1,0.5\n"
        + "Split split 1 2 a b c\nBatchNorm norm 1 1 c d 0=2 1=1e-05\n";

    [Test]
    public void Layers_and_weights_are_read()
    {
        byte[] bin = [.. Tag(0), .. Floats(1, 2, 3, 4, 5, 6), .. Floats(7, 8), .. Floats(1, 2, 3, 4, 5, 6, 7, 8)];
        using IWeightFile file = Read(Sound, bin);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(file.Format, Is.EqualTo(WeightFormat.Ncnn));
            Assert.That(
                file.Tensors.Select(tensor => tensor.ToString()),
                Is.EqualTo(
                [
                    "conv.weight F32 [2, 3, 1, 1]", "conv.bias F32 [2]", "norm.weight F32 [2]", "norm.running_mean F32 [2]",
                    "norm.running_var F32 [2]", "norm.bias F32 [2]",
                ]));
            Assert.That(file.ReadSingles("conv.weight"), Is.EqualTo([1f, 2, 3, 4, 5, 6]));
            Assert.That(file.ReadSingles("conv.bias"), Is.EqualTo([7f, 8]));
            Assert.That(file.ReadSingles("norm.bias"), Is.EqualTo([7f, 8]));
        }
    }

    [Test]
    public void Filters_of_16_bits_are_padded_to_whole_words()
    {
        const string Odd = "7767517\r\n2 2\r\nInput\tdata 0 1 data\r\n\r\nConvolution conv 1 1 data a 0=3 1=1 6=3 5=1\r\n";
        byte[] halves = [.. new[] { 1f, 0.5f, -2f }.SelectMany(value => BitConverter.GetBytes((Half)value))];
        using IWeightFile file = Read(Odd, [.. Tag(0x01306B47), .. halves, 0, 0, .. Floats(4, 5, 6)]);
        Assert.That(file.GetTensor("conv.weight").DataType, Is.EqualTo(WeightDataType.F16));
        Assert.That(file.ReadSingles("conv.weight"), Is.EqualTo([1f, 0.5f, -2f]));
        Assert.That(file.ReadSingles("conv.bias"), Is.EqualTo([4f, 5, 6]));
    }

    [Test]
    public void Constants_are_read_with_their_shape()
    {
        const string Text = "7767517\n1 1\nMemoryData zero 0 1 zero 0=3 1=2\n";
        using IWeightFile file = Read(Text, Floats(1, 2, 3, 4, 5, 6));
        Assert.That(file.GetTensor("zero.data").Shape, Is.EqualTo([2, 3]));
    }

    [TestCase("7767517\n", "must begin with 7767517 and a line of two numbers")]
    [TestCase("7767517\n1\n", "a line of two numbers")]
    [TestCase("7767517\nx 1\n", "the number of layers is 'x'; it must be 0 to 10000")]
    [TestCase("7767517\n99999999999 1\n", "the number of layers is '99999999999'")]
    [TestCase("7767517\n2 1\nInput a 0 1 a\n", "it lists 1 layers and 1 blobs up to here; it must list the 2 and 1")]
    [TestCase("7767517\n1 1\nInput a 0\n", "a layer needs a type, a name")]
    [TestCase("7767517\n1 1\nInput a 0 2 a\n", "names 1 blobs; it must name 0 inputs and 2 outputs")]
    [TestCase("7767517\n1 1\nInput a 0 -1 a\n", "the number of outputs is '-1'")]
    [TestCase("7767517\n2 2\nInput a 0 1 a\nInput a 0 1 b\n", "a second layer is named 'a'")]
    [TestCase("7767517\n2 2\nInput a 0 1 a\nInput b 0 1 a\n", "the layer writes 'a', which has been written already")]
    [TestCase("7767517\n1 1\nReLU a 1 1 x y\n", "the layer reads 'x', which no layer before it writes")]
    [TestCase("7767517\n1 1\nReLU a 1 1 y y\n", "the layer reads 'y'")]
    [TestCase("7767517\n1 1\nInput a 0 1 a x=1\n", "'x=1' is no parameter")]
    [TestCase("7767517\n1 1\nInput a 0 1 a 0\n", "'0' is no parameter")]
    [TestCase("7767517\n1 1\nInput a 0 1 a 0=1 0=2\n", "has the key 0; it must be 0 to 31 and occur once")]
    [TestCase("7767517\n1 1\nInput a 0 1 a 0=1 -23300=1,2\n", "occur once")]
    [TestCase("7767517\n1 1\nInput a 0 1 a 32=1\n", "has the key 32")]
    [TestCase("7767517\n1 1\nInput a 0 1 a -2147483648=1\n", "has the key -2147483648")]
    [TestCase("7767517\n1 1\nInput a 0 1 a 0=1e999\n", "has no number behind '='")]
    [TestCase("7767517\n1 1\nInput a 0 1 a 0=\n", "has no number behind '='")]
    [TestCase("7767517\n1 1\nInput \u0001 0 1 a\n", "holds byte 1; it must be plain text")]
    [TestCase("7767517\n1 1\nInnerProduct a 0 1 a\n", "'a' (InnerProduct): its weights are not known to this reader")]
    public void Param_that_is_not_sound_is_refused(string text, string problem)
    {
        WeightsException? error = Assert.Throws<WeightsException>(() => Read(text, []).Dispose());
        Assert.That(error!.Message, Does.StartWith("x.param: ").And.Contain(problem).And.Not.Contains("\n"));
    }

    [TestCase("0=0 1=1 6=6", "parameter 0 (outputs) is 0; it must be 1 to 65536")]
    [TestCase("0=2.5 1=1 6=6", "parameter 0 is 2.5; it must be an integer")]
    [TestCase("0=2 1=99999 6=6", "parameter 1 (filter width) is 99999; it must be 1 to 64")]
    [TestCase("0=2 1=1 6=-6", "parameter 6 (filter size) is -6")]
    [TestCase("0=2 1=1 6=7", "its filter has 7 elements; 2 filters of 1 x 1 need a multiple of 2")]
    [TestCase("0=2 1=1 6=2147483646", "it needs 8589934584 bytes here; the file ends at byte 28")]
    [TestCase("0=2 1=1 6=6 8=2", "its filter is in 8 bits")]
    [TestCase("0=2 1=1 6=6 19=1", "its filter is in 8 bits or comes from another layer")]
    [TestCase("0=2 1=1 6=8", "it needs 32 bytes here; the file ends at byte 28")]
    [TestCase("0=2 1=1 6=6 5=1", "tensor 'c.bias': it needs 8 bytes here; the file ends at byte 28")]
    [TestCase("0=2 1=1 6=4", "its layers need 20 bytes; it has 28, so it belongs to another .param")]
    public void Convolution_that_is_not_sound_is_refused(string parameters, string problem)
    {
        string text = $"7767517\n2 2\nInput d 0 1 d\nConvolution c 1 1 d e {parameters}\n";
        WeightsException? error = Assert.Throws<WeightsException>(
            () => Read(text, [.. Tag(0), .. Floats(1, 2, 3, 4, 5, 6)]).Dispose());
        Assert.That(error!.Message, Does.Contain(problem).And.Not.Contains("\n"));
    }

    [TestCase(0x000D4B38u)]
    [TestCase(0x0002C056u)]
    [TestCase(1u)]
    public void Other_ways_to_store_a_filter_are_refused(uint tag)
    {
        const string Text = "7767517\n2 2\nInput d 0 1 d\nConvolution c 1 1 d e 0=2 1=1 6=2\n";
        WeightsException? error = Assert.Throws<WeightsException>(() => Read(Text, [.. Tag(tag), .. Floats(1, 2)]).Dispose());
        Assert.That(error!.Message, Does.StartWith($"x.bin: the filter of layer 'c' is tagged {tag:x8}").And.Contain("(at byte 0)"));
    }

    [Test]
    public void Network_of_ten_thousand_layers_is_read_at_once()
    {
        StringBuilder text = new("7767517\n10000 10000\nInput a 0 1 b0\n");
        for (int i = 1; i < 10_000; i++)
        {
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $"ReLU r{i} 1 1 b{i - 1} b{i}\n");
        }

        using IWeightFile file = Read(text.ToString(), []);
        Assert.That(file.Tensors, Is.Empty);
    }

    [Test]
    public void Param_longer_than_a_megabyte_is_refused()
    {
        string text = "7767517\n1 1\nInput a 0 1 a" + new string(' ', 1024 * 1024);
        Assert.That(() => Read(text, []), Throws.TypeOf<WeightsException>().With.Message.Contains("at most 1048576 are read"));
    }

    [Test]
    public void File_is_opened_by_its_param_and_found_beside_it()
    {
        using ScratchFolder folder = new();
        File.WriteAllText(folder["net.param"], "7767517\n1 1\nMemoryData m 0 1 m 0=2\n");
        File.WriteAllBytes(folder["net.bin"], Floats(1, 2));
        using (IWeightFile file = WeightFile.Open(folder["net.param"]))
        {
            Assert.That(file.ReadSingles("m.data"), Is.EqualTo([1f, 2]));
            Assert.That(NcnnLayer.ReadAll(folder["net.param"]).Single().Type, Is.EqualTo("MemoryData"));
        }

        Assert.That(
            () => WeightFile.Open(Encoding.ASCII.GetBytes(Sound), "x"),
            Throws.TypeOf<WeightsException>().With.Message.EqualTo("x: needs a .bin file beside it; it must be opened by its path"));
    }

    // The interface is what callers have.
#pragma warning disable CA1859
    private static IWeightFile Read(string param, byte[] bin) =>
        NcnnReader.Read(new MemoryByteSource("x.param", Encoding.Latin1.GetBytes(param)), new MemoryByteSource("x.bin", bin));
#pragma warning restore CA1859

    private static byte[] Tag(uint tag) => BitConverter.GetBytes(tag);

    private static byte[] Floats(params float[] values) => [.. values.SelectMany(BitConverter.GetBytes)];
}
