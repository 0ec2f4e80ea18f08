using NUnit.Framework;
using YolactGpu.Data.Coco;
using YolactGpu.Data.Imaging;
using YolactGpu.Model.Configs;
using YolactGpu.Model.Inference;
using YolactGpu.Tests.Library;
using YolactGpu.Tiling;

namespace YolactGpu.Tests.Tiling;

public sealed class TiledSearchTests
{
    [TestCase(0.25)]
    [TestCase(0.5)]
    [TestCase(0)]
    public void Each_known_instance_of_a_large_picture_is_found_once(double overlap)
    {
        RgbImage picture = new(4000, 3000);
        Random random = new(5);
        List<PixelBox> boxes = [];
        for (byte number = 0; boxes.Count < 60; number++)
        {
            // In cells of 400 x 500: of all sizes, wherever they fall onto seams, alone or beside one of the same class.
            int cell = number;
            int left = (cell % 10 * 400) + random.Next(40);
            int top = (cell / 10 * 500) + random.Next(60);
            PixelBox box = new(left, top, left + 60 + random.Next(300), top + 60 + random.Next(380));
            ExactInstances.Draw(picture, number % 3, number, box, isEllipse: number % 2 == 0);
            boxes.Add(box);
        }

        ImagePixels pixels = new(picture.Pixels, 4000, 3000);
        Detections whole = ExactInstances.Search(pixels);

        Detections found = TiledSearch.Run(pixels, new TilingOptions { Overlap = overlap }, 8, 100, ExactInstances.Search);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(whole, Has.Count.EqualTo(60));
            Assert.That(found.Select(Key), Is.EquivalentTo(whole.Select(Key)));
            Assert.That(found.Select(item => item.Mask), Is.EquivalentTo(whole.Select(item => item.Mask)));
            Assert.That(found.Select(item => item.Score), Is.Ordered.Descending);
        }
    }

    [Test]
    public void An_instance_over_many_tiles_is_one()
    {
        RgbImage picture = new(500, 400);
        ExactInstances.Draw(picture, 0, 1, new PixelBox(3, 5, 491, 388), isEllipse: true);
        ImagePixels pixels = new(picture.Pixels, 500, 400);

        Detections found = TiledSearch.Run(pixels, new TilingOptions { Size = 64 }, 4, 100, ExactInstances.Search);

        Assert.That(found.Select(Key), Is.EqualTo(ExactInstances.Search(pixels).Select(Key)));
    }

    [Test]
    public void Neighbours_of_one_class_stay_two_and_so_do_two_classes_in_one_place()
    {
        PixelBox left = new(0, 0, 100, 50);
        PixelBox right = new(60, 0, 160, 50);
        TileInstance here = new(left, Thing(100, 50, new PixelBox(62, 0, 80, 50)));
        TileInstance beside = new(right, Thing(100, 50, new PixelBox(19, 0, 60, 50)));
        TileInstance same = new(right, Thing(100, 50, new PixelBox(2, 0, 60, 50)));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(here.IsSameAs(beside), Is.False);
            Assert.That(here.IsSameAs(same), Is.True);
            Assert.That(here.IsSameAs(same with { Item = same.Item with { ClassId = 1 } }), Is.False);
        }
    }

    [TestCase(0, 30, true)]
    [TestCase(20, 50, true)]
    [TestCase(40, 50, false)]
    public void Where_tiles_only_touch_half_the_border_must_lie_side_by_side(int top, int bottom, bool isSame)
    {
        TileInstance left = new(new PixelBox(0, 0, 100, 50), Thing(100, 50, new PixelBox(70, 0, 100, 35)));
        TileInstance right = new(new PixelBox(100, 0, 200, 50), Thing(100, 50, new PixelBox(0, top, 10, bottom)));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(left.IsSameAs(right), Is.EqualTo(isSame));
            Assert.That(right.IsSameAs(left), Is.EqualTo(isSame));
        }
    }

    [Test]
    public void No_more_instances_are_given_than_wanted_the_best_first()
    {
        RgbImage picture = new(300, 100);
        ExactInstances.Draw(picture, 0, 1, new PixelBox(10, 10, 30, 30), isEllipse: false);
        ExactInstances.Draw(picture, 0, 2, new PixelBox(200, 10, 290, 90), isEllipse: false);

        Detections found = TiledSearch.Run(
            new ImagePixels(picture.Pixels, 300, 100), new TilingOptions { Size = 64 }, 8, 1, ExactInstances.Search);

        Assert.That(found.Single().Box, Is.EqualTo(new PixelBox(200, 10, 290, 90)));
    }

    [Test]
    public void A_network_searches_tiles_and_small_images_stay_whole()
    {
        using YolactDetector whole = TinyNetwork.CreateDetector();
        using YolactDetector tiled = YolactDetector.CreateWithFormulaWeights(
            TinyNetwork.Options with { Tiling = new TilingOptions { Size = 64 }, MaxBatch = 3 });
        RgbImage small = TinyNetwork.Image(64, 50);

        Detections found = tiled.Detect(TinyNetwork.Image(150, 90));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(TinyNetwork.Describe(tiled.Detect(small)), Is.EqualTo(TinyNetwork.Describe(whole.Detect(small))));
            Assert.That((found.ImageWidth, found.ImageHeight), Is.EqualTo((150, 90)));
            Assert.That(found, Is.Not.Empty);
            Assert.That(found.Select(item => (item.Mask.Width, item.Mask.Height)), Is.All.EqualTo((150, 90)));
        }
    }

    [TestCase(31, 0.25)]
    [TestCase(64, 0.95)]
    [TestCase(64, double.NaN)]
    public void Tiles_that_make_no_sense_are_refused(int size, double overlap) =>
        Assert.That(
            () => YolactDetector.CreateWithFormulaWeights(TinyNetwork.Options with { Tiling = new TilingOptions { Size = size, Overlap = overlap } }),
            Throws.TypeOf<ConfigException>());

    private static (int ClassId, PixelBox Box, int Area) Key(Detection item) => (item.ClassId, item.Box, item.Mask.Area);

    private static Detection Thing(int width, int height, PixelBox box)
    {
        RgbImage picture = new(width, height);
        ExactInstances.Draw(picture, 0, 1, box, isEllipse: false);
        return ExactInstances.Search(new ImagePixels(picture.Pixels, width, height)).Single();
    }
}
