using System.Text;
using NUnit.Framework;
using YolactGpu.Tests.Weights.Support;
using YolactGpu.Weights;

namespace YolactGpu.Tests.Weights;

[TestFixture]
public sealed class SafetensorsReaderTests
{
    private const string A = """ "a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]} """;

    [Test]
    public void Tensors_are_listed_in_the_order_of_the_header_with_type_shape_and_data()
    {
        byte[] data = [0, 0, 0x80, 0x3f, 0, 0, 0, 0xc0, 5, 0xff];
        byte[] bytes = SafetensorsBytes.Write(
            """{"b":{"dtype":"I8","shape":[2,1],"data_offsets":[8,10]},"__metadata__":{"format":"pt"},""" + A + "}  ",
            data);
        using IWeightFile file = WeightFile.Open(bytes, "x");
        Assert.That(file.Format, Is.EqualTo(WeightFormat.Safetensors));
        Assert.That(file.Tensors.Select(tensor => tensor.ToString()), Is.EqualTo(["b I8 [2, 1]", "a F32 [2]"]));
        Assert.That(file.Metadata["format"], Is.EqualTo("pt"));
        Assert.That(file.ReadSingles("a"), Is.EqualTo([1f, -2f]));
        Assert.That(file.ReadInt64("b"), Is.EqualTo([5L, -1L]));
        Assert.That(file.GetTensor("b").SizeInBytes, Is.EqualTo(2));
    }

    [Test]
    public void Scalars_and_empty_tensors_are_read()
    {
        byte[] bytes = SafetensorsBytes.Write(
            """
            {"e":{"dtype":"F64","shape":[3,0],"data_offsets":[2,2]},
             "s":{"dtype":"F16","shape":[],"data_offsets":[0,2]}}
            """,
            [0, 0x3c]);
        using IWeightFile file = WeightFile.Open(bytes, "x");
        Assert.That(file.ReadSingles("s"), Is.EqualTo([1f]));
        Assert.That(file.ReadDoubles("e"), Is.Empty);
    }

    [TestCase("{" + A + "," + A + "}", "occurs twice")]
    [TestCase("""{"a":{"dtype":"F8_E4M3","shape":[8],"data_offsets":[0,8]}}""", "'F8_E4M3'; it must be one of")]
    [TestCase("""{"a":{"dtype":"1","shape":[8],"data_offsets":[0,8]}}""", "must be one of")]
    [TestCase("""{"a":{"dtype":"f32","shape":[2],"data_offsets":[0,8]}}""", "must be one of")]
    [TestCase("""{"a":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}}""", "has 8 bytes; F32 [3] needs 12")]
    [TestCase("""{"a":{"dtype":"F32","shape":[-2],"data_offsets":[0,8]}}""", "integers from 0")]
    [TestCase("""{"a":{"dtype":"F32","shape":[2.5],"data_offsets":[0,8]}}""", "integers from 0")]
    [TestCase("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[8,0]}}""", "begin and an end")]
    [TestCase("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0]}}""", "begin and an end")]
    [TestCase("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8,9]}}""", "more than 2")]
    [TestCase("""{"a":{"dtype":"F32","shape":[2]}}""", "incomplete")]
    [TestCase("""{"a":{"dtype":"F32","dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", "unexpectedly or twice")]
    [TestCase("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8],"x":1}}""", "unexpectedly or twice")]
    [TestCase("""{"a":{"dtype":"F32","shape":[4294967296,4294967296,4],"data_offsets":[0,8]}}""", "too large")]
    [TestCase("""{"a":{"dtype":"F32","shape":[0,4611686018427387904,4],"data_offsets":[0,0]}}""", "too large")]
    [TestCase("""{"a":{"dtype":"F32","shape":[4611686018427387904,4,0],"data_offsets":[0,0]}}""", "too large")]
    [TestCase("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[1,9]}}""", "leaves a hole; it must begin at 0")]
    [TestCase("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", "cover 4 bytes of data; they must")]
    [TestCase("""{"a":{"dtype":"F32","shape":[4],"data_offsets":[0,16]}}""", "holds 8 bytes of data")]
    [TestCase("{" + A + ""","b":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", "overlaps")]
    [TestCase("""{"a":[]}""", "must be one")]
    [TestCase("""{"__metadata__":{"x":1}}""", "is not a text")]
    [TestCase("""{"__metadata__":{"x":"1","x":"2"}}""", "occurs twice")]
    [TestCase("{" + A + "} {}", "not valid JSON")]
    [TestCase("{" + A, "not valid JSON")]
    [TestCase("{[[[[[[[[[[[[", "not valid JSON")]
    [TestCase("""{"\ud800":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", "not valid JSON")]
    public void Faulty_header_is_refused_by_name(string header, string message)
    {
        WeightsException? error = Assert.Throws<WeightsException>(
            () => WeightFile.Open(SafetensorsBytes.Write(header, 8), "x").Dispose());
        Assert.That(error!.Message, Does.StartWith("x: ").And.Contain(message).And.Not.Contain("\n"));
    }

    [Test]
    public void Error_names_tensor_and_place()
    {
        byte[] bytes = SafetensorsBytes.Write("""{"a b\n":{"dtype":"F8","shape":[8],"data_offsets":[0,8]}}""", 8);
        WeightsException? error = Assert.Throws<WeightsException>(() => WeightFile.Open(bytes, "x").Dispose());
        Assert.That(error!.Tensor, Is.EqualTo("a b\n"));
        Assert.That(error.Offset, Is.EqualTo(8 + """{"a b\n":{"dtype":""".Length));
        Assert.That(error.Message, Does.Contain(@"tensor 'a b\u000a'"));
    }

    [Test]
    public void Header_longer_than_the_limit_or_the_file_is_refused_before_it_is_read()
    {
        byte[] bytes = SafetensorsBytes.Write("{}", 0);
        BitConverter.TryWriteBytes(bytes, 100_000_001L);
        Assert.That(
            () => WeightFile.Open(bytes, "x"),
            Throws.TypeOf<WeightsException>().With.Message.Contains("at most 100000000"));
        BitConverter.TryWriteBytes(bytes, 3L);
        Assert.That(
            () => WeightFile.Open(bytes, "x"),
            Throws.TypeOf<WeightsException>().With.Message.Contains("ends after 2"));
        BitConverter.TryWriteBytes(bytes, -1L);
        Assert.That(() => WeightFile.Open(bytes, "x"), Throws.TypeOf<WeightsException>());
    }

    [Test]
    public void Text_that_is_not_utf8_is_refused()
    {
        byte[] header = Encoding.Latin1.GetBytes("{\"\xff\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}");
        Assert.That(
            () => WeightFile.Open(SafetensorsBytes.Write(header, new byte[8]), "x"),
            Throws.TypeOf<WeightsException>().With.Message.Contains("not valid JSON"));
    }

    [Test]
    public void File_without_tensors_is_read()
    {
        using IWeightFile file = WeightFile.Open(SafetensorsBytes.Write("{}"), "x");
        Assert.That(file.Tensors, Is.Empty);
    }
}
