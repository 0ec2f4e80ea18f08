using NUnit.Framework;
using YolactGpu.Data.Coco;
using YolactGpu.Data.Imaging;

namespace YolactGpu.Tests.Library;

public sealed class ImageSizeTests
{
    private YolactDetector detector = null!;

    [OneTimeSetUp]
    public void CreateDetector() => detector = TinyNetwork.CreateDetector();

    [OneTimeTearDown]
    public void DisposeDetector() => detector.Dispose();

    [TestCase(1920, 1080)]
    [TestCase(37, 2000)]
    [TestCase(2000, 37)]
    [TestCase(1, 1)]
    public void Any_size_of_image_is_searched_drawn_and_written(int width, int height)
    {
        RgbImage image = TinyNetwork.Image(width, height);

        Detections found = detector.Detect(image);

        RgbImage drawn = found.Draw(image);
        string json = InstanceFile.ToJson(found.ToDocument("image"));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(found, Is.Not.Empty);
            Assert.That(found.Select(item => (item.Mask.Width, item.Mask.Height)), Is.All.EqualTo((width, height)));
            Assert.That((drawn.Width, drawn.Height), Is.EqualTo((width, height)));
            Assert.That(json, Does.Contain($"\"width\": {width}"));
        }
    }

    [Test]
    public void A_batch_of_eight_of_mixed_sizes_gives_each_image_what_it_gets_alone()
    {
        (int Width, int Height)[] sizes = [(64, 64), (1, 1), (37, 200), (200, 37), (61, 47), (320, 180), (64, 65), (2, 90)];
        RgbImage[] images = [.. sizes.Select((size, i) => TinyNetwork.Image(size.Width, size.Height, i + 1))];

        Detections[] found = [.. detector.DetectBatch(images)];

        using (Assert.EnterMultipleScope())
        {
            for (int i = 0; i < images.Length; i++)
            {
                Assert.That(TinyNetwork.Describe(found[i]), Is.EqualTo(TinyNetwork.Describe(detector.Detect(images[i]))), $"image {i}");
            }
        }
    }
}
