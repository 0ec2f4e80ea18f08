using NUnit.Framework;
using YolactGpu.Model.Configs;

namespace YolactGpu.Tests.Model;

public sealed class NetLayerParserTests
{
    [Test]
    public void The_released_prototype_net_is_read_from_the_original_notation() => Assert.That(
        NetLayerParser.Parse("[(256, 3, {'padding': 1})] * 3 + [(None, -2, {}), (256, 3, {'padding': 1})] + [(32, 1, {})]"),
        Is.EqualTo(new ProtonetConfig().Layers));

    [Test]
    public void Every_kind_of_layer_is_read()
    {
        NetLayer[] expected =
        [
            new NetConvolution(8, 3, 2) { Stride = 2, Dilation = 3 },
            new NetTransposedConvolution(6, 4) { Stride = 2, Padding = 1, OutputPadding = 1 },
            new NetConcatenation([[new NetConvolution(1, 1, 0)], [new NetUpsampling(1), new NetConvolution(2, 1, 0)]]),
        ];

        Assert.That(
            NetLayerParser.Parse(
                """
                [ (8,3,{"padding":2, "stride":2, 'dilation':3}), (6, -4, {'stride': 2, 'padding': 1, 'output_padding': 1,}),
                  ('cat', [[(1, 1, {})], [(None, -1, {}), (2, 1, {})]], {}), ]
                """),
            Is.EqualTo(expected));
    }

    [Test]
    public void An_empty_net_is_read() => Assert.That(NetLayerParser.Parse(" [ ] "), Is.Empty);

    [TestCase("", "at character 1 stands the end; [ was expected.")]
    [TestCase("[(8, 3, {})", "at character 12 stands the end; , was expected.")]
    [TestCase("[(8, 3)]", "at character 7 stands )]; , was expected.")]
    [TestCase("[(8, x, {})]", "at character 6 stands x, {})]; a number was expected.")]
    [TestCase("[(Nope, -2, {})]", "a number or None was expected.")]
    [TestCase("[(None, 2, {})]", "a negative factor behind None was expected.")]
    [TestCase("[('add', [], {})]", "'cat' was expected.")]
    [TestCase("[('cat', [[(1, 1, {})]], {'dim': 2})]", "{}, because a concatenation has no settings was expected.")]
    [TestCase("[(8, 3, {'groups': 2})]", "has no setting groups.")]
    [TestCase("[(8, 3, {'padding: 2})]", "a word in quotation marks was expected.")]
    [TestCase("[(8, 3, {})] twice", "at character 14 stands twice; the end was expected.")]
    [TestCase("[(8, 3, {})] * 1000000", "a factor of 0 to 100 was expected.")]
    [TestCase("[(99999999999, 3, {})]", "a number was expected.")]
    [TestCase("[(0, 3, {})]", "channels, size, stride and dilation must be positive, the padding not negative.")]
    [TestCase("[(4, -2, {'output_padding': 1})]", "the output padding 0 to below the stride.")]
    [TestCase("[('cat', [], {})]", "a concatenation must join at least one net, and each must have a layer.")]
    public void What_is_no_net_is_refused_where_it_goes_wrong(string text, string message) => Assert.That(
        () => NetLayerParser.Parse(text), Throws.TypeOf<ConfigException>().With.Message.StartsWith($"The net {text}: ").And.Message.EndsWith(message));
}
