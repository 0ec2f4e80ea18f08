using NUnit.Framework;
using YolactGpu.Weights;

namespace YolactGpu.Tests.Weights;

[TestFixture]
public sealed class WeightNamesTests
{
    [Test]
    public void Prefix_that_every_name_has_is_taken_off()
    {
        IReadOnlyDictionary<string, string> names = WeightNames.WithoutModulePrefix(["module.a", "module.module.b"]);
        Assert.That(names, Has.Count.EqualTo(2));
        Assert.That(names["a"], Is.EqualTo("module.a"));
        Assert.That(names["module.b"], Is.EqualTo("module.module.b"));
    }

    [Test]
    public void Prefix_is_taken_off_as_often_as_every_name_has_it()
    {
        IReadOnlyDictionary<string, string> names = WeightNames.WithoutModulePrefix(["module.module.a"]);
        Assert.That(names, Is.EqualTo(new Dictionary<string, string> { ["a"] = "module.module.a" }));
    }

    [TestCase("a", "module.b")]
    [TestCase("module", "module.b")]
    [TestCase("module.", "module.b")]
    [TestCase("modules.a", "module.b")]
    public void Names_without_a_common_prefix_stay(string first, string second)
    {
        IReadOnlyDictionary<string, string> names = WeightNames.WithoutModulePrefix([first, second]);
        Assert.That(names[first], Is.EqualTo(first));
        Assert.That(names[second], Is.EqualTo(second));
    }

    [Test]
    public void No_names_give_no_names() => Assert.That(WeightNames.WithoutModulePrefix([]), Is.Empty);
}
