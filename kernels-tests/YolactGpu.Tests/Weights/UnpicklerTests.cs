using NUnit.Framework;
using YolactGpu.Tests.Weights.Support;
using YolactGpu.Weights;
using YolactGpu.Weights.IO;
using YolactGpu.Weights.Pickle;

namespace YolactGpu.Tests.Weights;

[TestFixture]
public sealed class UnpicklerTests
{
    [Test]
    public void Numbers_of_every_opcode_are_read()
    {
        PickleBytes pickle = new PickleBytes().Proto(4).Mark()
            .Op('J').Int32(-5).Op('K').Raw(200).Op('M').Raw(0xe9, 3)
            .Op('I').Line("42").Op('I').Line("01").Op('L').Line("-7L")
            .Raw(0x8a, 0).Raw(0x8a, 1, 0xff).Raw(0x8b).Int32(2).Raw(0, 1)
            .Op('F').Line("-1.5").Op('G').Raw(0x3f, 0xf8, 0, 0, 0, 0, 0, 0)
            .Raw(0x88, 0x89).None().Tuple().Stop();
        object?[] items = ((PickleTuple)Load(pickle)!).Items;
        object?[] expected = [-5L, 200L, 1001L, 42L, true, -7L, 0L, -1L, 256L, -1.5, 1.5, true, false, null];
        Assert.That(items, Is.EqualTo(expected));
    }

    [Test]
    public void Integers_keep_128_bits_and_no_more()
    {
        byte[] sixteen = [.. Enumerable.Repeat((byte)0xff, 15), 0x7f];
        Assert.That(Load(new PickleBytes().Raw(0x8a, 16).Raw(sixteen).Stop()), Is.EqualTo(Int128.MaxValue));
        AssertRefused(new PickleBytes().Raw(0x8a, 17).Raw(new byte[17]).Stop(), "integer of 17 bytes");
        AssertRefused(new PickleBytes().Raw(0x8b).Int32(-1).Stop(), "integer of -1 bytes");
        AssertRefused(new PickleBytes().Op('I').Line(new string('9', 40)).Stop(), "integer of 128 bits");
    }

    [Test]
    public void Texts_and_bytes_of_every_opcode_are_read()
    {
        PickleBytes pickle = new PickleBytes().Proto(5).Mark()
            .Text("ü").Raw(0x8c, 1, (byte)'b').Raw(0x8d).Raw(1, 0, 0, 0, 0, 0, 0, 0).Op('c')
            .Op('T').Int32(1).Op('d').Op('U').Raw(1).Op('e').Op('S').Line("'f'").Op('V').Line("g")
            .Op('B').Int32(1).Raw(1).Op('C').Raw(1, 2)
            .Raw(0x8e, 1, 0, 0, 0, 0, 0, 0, 0, 3).Raw(0x96, 0, 0, 0, 0, 0, 0, 0, 0)
            .Tuple().Stop();
        object?[] items = ((PickleTuple)Load(pickle)!).Items;
        Assert.That(items[..7], Is.EqualTo(["ü", "b", "c", "d", "e", "f", "g"]));
        Assert.That(items[7..], Is.EqualTo(new[] { new byte[] { 1 }, [2], [3], [] }));
        AssertRefused(new PickleBytes().Op('X').Int32(1).Raw(0xff).Stop(), "not UTF-8");
        AssertRefused(new PickleBytes().Op('S').Line("f").Stop(), "quoted text");
        AssertRefused(new PickleBytes().Op('V').Line(@"\u0041").Stop(), "no escapes");
    }

    [Test]
    public void Containers_are_built_by_every_opcode()
    {
        PickleBytes pickle = new PickleBytes().Proto().Mark()
            .Op(']').Op('K').Raw(1).Op('a').Mark().Op('K').Raw(2).Op('K').Raw(3).Op('e')
            .Mark().Op('K').Raw(4).Op('l')
            .Op('}').Op('K').Raw(1).Op('K').Raw(2).Op('s')
            .Mark().Text("k").None().Op('d')
            .None().Raw(0x85).None().None().Raw(0x86).None().None().None().Raw(0x87).EmptyTuple()
            .Tuple().Stop();
        object?[] items = ((PickleTuple)Load(pickle)!).Items;
        Assert.That(((PickleList)items[0]!).Items, Is.EqualTo(new object[] { 1L, 2L, 3L }));
        Assert.That(((PickleList)items[1]!).Items, Is.EqualTo(new object[] { 4L }));
        Assert.That(((PickleDictionary)items[2]!).Items.Single().Value, Is.EqualTo(2L));
        Assert.That(((PickleDictionary)items[3]!).TryGetValue("k", out _), Is.True);
        Assert.That(items[4..].Select(item => ((PickleTuple)item!).Items.Length), Is.EqualTo([1, 2, 3, 0]));
    }

    [Test]
    public void Memo_and_stack_opcodes_do_what_they_say()
    {
        PickleBytes pickle = new PickleBytes().Proto(4).Mark()
            .Text("a").Op('q').Raw(7).Text("b").Op('r').Int32(300).Text("c").Op('p').Line("9").Text("d").Raw(0x94)
            .Op('h').Raw(7).Op('j').Int32(300).Op('g').Line("9").Op('h').Raw(3)
            .Op('2').None().Op('0').Mark().None().Op('1').Tuple().Stop();
        object?[] items = ((PickleTuple)Load(pickle)!).Items;
        Assert.That(items, Is.EqualTo(["a", "b", "c", "d", "a", "b", "c", "d", "d"]));
    }

    [Test]
    public void OrderedDict_is_made_of_pairs_or_of_nothing_and_may_have_attributes()
    {
        PickleBytes pickle = new PickleBytes().Proto()
            .Global("collections", "OrderedDict").Op(']').Mark()
            .Mark().Text("a").Integer(1).Tuple().Op(']').Mark().Text("b").Integer(2).Op('e').Op('e')
            .Raw(0x85).Reduce()
            .EmptyDictionary().Text("_metadata").EmptyDictionary().Op('s').Op('b').Stop();
        PickleDictionary dictionary = (PickleDictionary)Load(pickle)!;
        Assert.That(dictionary.Items.Select(item => item.Key), Is.EqualTo(["a", "b"]));
    }

    [Test]
    public void Bytes_of_protocol_2_come_from_the_latin1_call()
    {
        PickleBytes pickle = new PickleBytes().Proto()
            .Global("_codecs", "encode").Text("\u00ff\u0001").Text("latin1").Raw(0x86).Reduce().Stop();
        Assert.That(Load(pickle), Is.EqualTo(new byte[] { 255, 1 }));
        AssertRefused(
            new PickleBytes().Global("_codecs", "encode").Text("\u0100").Text("latin1").Raw(0x86).Reduce().Stop(),
            "character above 255");
        AssertRefused(
            new PickleBytes().Global("_codecs", "encode").Text("a").Text("rot13").Raw(0x86).Reduce().Stop(),
            "other arguments");
    }

    [TestCase("0", "empty stack")]
    [TestCase("t", "a mark that was never set")]
    [TestCase("h\u0005", "never remembered")]
    [TestCase("N)R", "something else than an allowed name")]
    [TestCase("Na", "empty stack")]
    [TestCase("NNa", "something else than a list")]
    [TestCase("NNNs", "something else than a dictionary")]
    [TestCase("}(Nu", "half an item")]
    [TestCase("})Ns", "neither a text nor a number")]
    [TestCase("}NNsNNs", "twice")]
    [TestCase("NN.", "values too many")]
    [TestCase("(N.", "too many")]
    [TestCase("(", "cut off")]
    [TestCase("p-1\n", "number must be")]
    public void Faulty_pickle_is_refused(string opcodes, string message)
    {
        byte[] bytes = [.. opcodes.Select(character => (byte)character)];
        AssertRefused(new PickleBytes().Raw(bytes), message);
    }

    [Test]
    public void Every_opcode_that_is_not_known_is_refused()
    {
        byte[] known = [.. Enum.GetValues<PickleOpcode>().Select(opcode => (byte)opcode)];
        for (int value = 0; value < 256; value++)
        {
            if (Array.IndexOf(known, (byte)value) < 0)
            {
                AssertRefused(new PickleBytes().Raw((byte)value).Stop(), $"opcode 0x{value:x2}");
            }
        }
    }

    private static object? Load(PickleBytes pickle)
    {
        using MemoryByteSource source = new("x", pickle.ToArray());
        return Unpickler.Load(new PickleReader(source, 0), out _);
    }

    private static void AssertRefused(PickleBytes pickle, string message) => Assert.That(
        () => Load(pickle), Throws.TypeOf<WeightsException>().With.Message.Contains(message));
}
