using NUnit.Framework;
using YolactGpu.Tests.Converter.Support;
using YolactGpu.WeightsConverter.Onnx;

namespace YolactGpu.Tests.Converter;

[TestFixture]
public sealed class ProtobufMessageTests
{
    [Test]
    public void Bytes_are_those_of_the_format()
    {
        // 150 as field 1 is the example in the format's own documentation.
        Assert.That(Written(new ProtobufMessage().Integer(1, 150)), Is.EqualTo([0x08, 0x96, 0x01]));
        Assert.That(Written(new ProtobufMessage().Text(2, "testing")), Is.EqualTo((byte[])[0x12, 0x07, .. "testing"u8]));
        Assert.That(
            Written(new ProtobufMessage().Message(3, new ProtobufMessage().Integer(1, 150))), Is.EqualTo([0x1a, 0x03, 0x08, 0x96, 0x01]));
        Assert.That(Written(new ProtobufMessage().Single(2, 1)), Is.EqualTo([0x15, 0, 0, 0x80, 0x3f]));
        Assert.That(
            Written(new ProtobufMessage().Integer(1, -1)),
            Is.EqualTo([0x08, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01]));
    }

    [Test]
    public void Late_bytes_keep_their_place_and_count_before_they_are_there()
    {
        bool isFetched = false;
        ProtobufMessage inner = new ProtobufMessage().Integer(1, 1).Bytes(2, 3, sink =>
        {
            isFetched = true;
            sink([1, 2]);
            sink([3]);
        }).Integer(3, 2);
        ProtobufMessage outer = new ProtobufMessage().Text(1, "a").Message(2, inner).Integer(3, 3);
        Assert.That(outer.Length, Is.EqualTo(16));
        Assert.That(isFetched, Is.False);

        ProtobufReader read = new(Written(outer));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(read.Text(1), Is.EqualTo("a"));
            Assert.That(read.Message(2).Integer(1), Is.EqualTo(1));
            Assert.That(read.Message(2).Bytes(2), Is.EqualTo([1, 2, 3]));
            Assert.That(read.Message(2).Integer(3), Is.EqualTo(2));
            Assert.That(read.Integer(3), Is.EqualTo(3));
        }
    }

    [Test]
    public void Late_bytes_of_another_length_are_an_error() =>
        Assert.That(
            () => Written(new ProtobufMessage().Bytes(1, 3, sink => sink([1]))),
            Throws.InvalidOperationException.With.Message.EqualTo("A field of 3 bytes gave 1."));

    private static byte[] Written(ProtobufMessage message)
    {
        List<byte> bytes = [];
        message.WriteTo(part => bytes.AddRange(part));
        Assert.That(bytes, Has.Count.EqualTo(message.Length));
        return [.. bytes];
    }
}
