using NUnit.Framework;
using YolactGpu.WeightsConverter.Ncnn;

namespace YolactGpu.Tests.Converter;

[TestFixture]
public sealed class ConvolutionMatchingTests
{
    private static readonly ConvolutionKind Wide = new(3, 3, 1, 1, "relu");
    private static readonly ConvolutionKind Narrow = new(1, 1, 1, 0, ConvolutionKind.NoActivation);

    [Test]
    public void Places_are_found_in_any_order()
    {
        // a -> b -> d and a -> c -> d, where b and c differ only by what feeds e.
        ConvolutionSite[] wanted =
        [
            new("a", Wide, []), new("b", Wide, [0]), new("c", Wide, [0]), new("d", Wide, [1, 2]), new("e", Narrow, [2]),
        ];
        ConvolutionSite[] found =
        [
            new("1", Wide, []), new("2", Wide, [0]), new("3", Narrow, [1]), new("4", Wide, [0]), new("5", Wide, [1, 3]),
        ];
        int[]? places = ConvolutionMatching.Match(wanted, found, out string? problem);
        Assert.That(problem, Is.Null);
        Assert.That(places, Is.EqualTo([0, 3, 1, 4, 2]));
    }

    [Test]
    public void Sites_that_nothing_tells_apart_are_taken_in_their_order()
    {
        ConvolutionSite[] twins = [new("a", Wide, []), new("b", Narrow, [0]), new("c", Narrow, [0])];
        Assert.That(ConvolutionMatching.Match(twins, twins, out _), Is.EqualTo([0, 1, 2]));
    }

    [Test]
    public void Networks_that_differ_only_in_their_wiring_do_not_match()
    {
        ConvolutionSite[] wanted = [new("a", Wide, []), new("b", Wide, [0]), new("c", Narrow, [1])];
        ConvolutionSite[] found = [new("1", Wide, []), new("2", Wide, [0]), new("3", Narrow, [0])];
        Assert.That(ConvolutionMatching.Match(wanted, found, out string? problem), Is.Null);
        Assert.That(problem, Does.StartWith("0 of its convolutions stand where a (3 x 3, stride 1, padding 1, relu) must"));
    }
}
