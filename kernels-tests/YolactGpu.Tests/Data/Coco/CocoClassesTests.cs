using NUnit.Framework;
using YolactGpu.Data.Coco;

namespace YolactGpu.Tests.Data.Coco;

public sealed class CocoClassesTests
{
    [Test]
    public void There_are_80_names_and_as_many_category_ids()
    {
        Assert.That(CocoClasses.Names, Has.Count.EqualTo(80).And.Unique);
        Assert.That(CocoClasses.CategoryIds, Has.Count.EqualTo(80).And.Unique.And.Ordered);
    }

    [TestCase(1, "person")]
    [TestCase(11, "fire hydrant")]
    [TestCase(13, "stop sign")]
    [TestCase(44, "bottle")]
    [TestCase(70, "toilet")]
    [TestCase(90, "toothbrush")]
    public void A_category_id_leads_to_its_name(int categoryId, string name) => Assert.That(
        CocoClasses.Names[CocoClasses.IndexOfCategory(categoryId)], Is.EqualTo(name));

    [TestCase(0)]
    [TestCase(12)]
    [TestCase(83)]
    [TestCase(91)]
    [TestCase(-1)]
    public void An_id_that_COCO_does_not_use_has_no_class(int categoryId) => Assert.That(
        CocoClasses.IndexOfCategory(categoryId), Is.EqualTo(-1));

    [Test]
    public void Pascal_has_20_names()
    {
        Assert.That(PascalClasses.Names, Has.Count.EqualTo(20).And.Unique);
        Assert.That(PascalClasses.Names[0], Is.EqualTo("aeroplane"));
        Assert.That(PascalClasses.Names[19], Is.EqualTo("tvmonitor"));
    }
}
