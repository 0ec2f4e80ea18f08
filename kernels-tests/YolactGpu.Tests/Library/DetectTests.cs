using NUnit.Framework;
using YolactGpu.Data.Imaging;
using YolactGpu.Tests.Data;

namespace YolactGpu.Tests.Library;

public sealed class DetectTests
{
    private YolactDetector detector = null!;

    [OneTimeSetUp]
    public void CreateDetector() => detector = TinyNetwork.CreateDetector();

    [OneTimeTearDown]
    public void DisposeDetector() => detector.Dispose();

    [Test]
    public void A_path_a_stream_bytes_and_pixels_of_one_picture_give_one_result()
    {
        RgbImage image = TinyNetwork.Image(61, 47);
        using TemporaryFolder folder = new();
        string path = folder.PathOf("photo.png");
        PngFile.Write(path, image);
        byte[] encoded = File.ReadAllBytes(path);
        using MemoryStream stream = new(encoded);

        Detections ofImage = detector.Detect(image);
        Detections[] others =
        [
            detector.Detect(path),
            detector.Detect(stream),
            detector.Detect(encoded),
            detector.Detect(image.Pixels.Span, image.Width, image.Height, image.Stride),
        ];

        using (Assert.EnterMultipleScope())
        {
            Assert.That(ofImage, Is.Not.Empty);
            foreach (Detections other in others)
            {
                Assert.That(TinyNetwork.Describe(other), Is.EqualTo(TinyNetwork.Describe(ofImage)));
            }

            Assert.That(others.Take(3).Select(other => other.Timings.Decode), Has.All.GreaterThan(TimeSpan.Zero));
            Assert.That(ofImage.Timings.Decode, Is.EqualTo(TimeSpan.Zero));
        }
    }

    [Test]
    public void A_stream_is_read_from_where_it_stands_and_left_open()
    {
        RgbImage image = TinyNetwork.Image(20, 30);
        using MemoryStream stream = new();
        stream.Write([1, 2, 3]);
        PngFile.Write(stream, image);
        stream.Position = 3;

        Detections found = detector.Detect(stream);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(TinyNetwork.Describe(found), Is.EqualTo(TinyNetwork.Describe(detector.Detect(image))));
            Assert.That(stream.CanRead, Is.True);
        }
    }

    [TestCase(183)]
    [TestCase(184)]
    [TestCase(256)]
    public void Rows_of_raw_pixels_may_lie_further_apart_than_they_are_long(int stride)
    {
        RgbImage image = TinyNetwork.Image(61, 47);
        byte[] rows = new byte[(stride * 46) + image.Stride];
        Array.Fill(rows, (byte)0xAA);
        for (int y = 0; y < image.Height; y++)
        {
            image.Row(y).CopyTo(rows.AsSpan(y * stride));
        }

        Detections found = detector.Detect(rows, image.Width, image.Height, stride);

        Assert.That(TinyNetwork.Describe(found), Is.EqualTo(TinyNetwork.Describe(detector.Detect(image))));
    }

    [TestCase(61, 47, 182, 10_000, "stride is 182 bytes; a row of 61 pixels needs at least 183.")]
    [TestCase(61, 47, 183, 8600, "rows holds 8600 bytes; 47 rows of stride 183 need 8601.")]
    [TestCase(0, 47, 183, 8601, "width ('0') must be a non-negative and non-zero value.")]
    [TestCase(61, -1, 183, 8601, "height ('-1') must be a non-negative and non-zero value.")]
    public void Raw_pixels_that_do_not_fit_their_sizes_are_refused(int width, int height, int stride, int length, string message) =>
        Assert.That(
            () => detector.Detect(new byte[length], width, height, stride),
            Throws.InstanceOf<ArgumentException>().With.Message.StartsWith(message));

    [Test]
    public void The_same_picture_gives_the_same_bits_again_whatever_came_between()
    {
        RgbImage image = TinyNetwork.Image(61, 47);
        string[] first = [.. TinyNetwork.Describe(detector.Detect(image))];
        detector.Detect(TinyNetwork.Image(333, 222, seed: 5));
        detector.Detect(TinyNetwork.Image(1, 1));

        Assert.That(TinyNetwork.Describe(detector.Detect(image)), Is.EqualTo(first));
    }

    [TestCase(1, 1)]
    [TestCase(1, 300)]
    [TestCase(300, 1)]
    [TestCase(97, 1023)]
    public void Pictures_of_any_shape_are_searched(int width, int height)
    {
        Detections found = detector.Detect(TinyNetwork.Image(width, height));

        using (Assert.EnterMultipleScope())
        {
            Assert.That((found.ImageWidth, found.ImageHeight), Is.EqualTo((width, height)));
            Assert.That(found.Select(item => (item.Mask.Width, item.Mask.Height)), Has.All.EqualTo((width, height)));
        }
    }

    [Test]
    public void Threshold_and_top_k_choose_among_the_same_detections()
    {
        RgbImage image = TinyNetwork.Image(61, 47);
        string[] all = [.. TinyNetwork.Describe(detector.Detect(image))];
        float threshold = detector.Detect(image)[5].Score;

        using YolactDetector few = YolactDetector.CreateWithFormulaWeights(TinyNetwork.Options with { TopK = 3 });
        using YolactDetector high = YolactDetector.CreateWithFormulaWeights(TinyNetwork.Options with { ScoreThreshold = threshold });

        using (Assert.EnterMultipleScope())
        {
            Assert.That(TinyNetwork.Describe(few.Detect(image)), Is.EqualTo(all.Take(4)));
            Assert.That(high.Detect(image).Select(item => item.Score), Has.All.GreaterThan(threshold));
            Assert.That(TinyNetwork.Describe(high.Detect(image)), Is.SubsetOf(all));
        }
    }

    [Test]
    public void A_picture_that_cannot_be_read_leaves_the_detector_usable()
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(() => detector.Detect("there-is-no-such.png"), Throws.TypeOf<ImageException>().With.Message.Contains("there is no such file"));
            Assert.That(() => detector.Detect(new byte[] { 1, 2, 3 }), Throws.TypeOf<ImageException>());
            Assert.That(() => detector.Detect(Stream.Null), Throws.TypeOf<ImageException>().With.Message.Contains("is empty"));
            Assert.That(detector.Detect(TinyNetwork.Image(61, 47)), Is.Not.Empty);
        }
    }

    [Test]
    public void The_device_and_the_configuration_are_named()
    {
        Detections found = detector.Detect(TinyNetwork.Image(20, 20));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(detector.Device, Does.StartWith("CPU ("));
            Assert.That(found.Device, Is.EqualTo(detector.Device));
            Assert.That(found.Config, Is.EqualTo("tiny"));
            Assert.That(detector.ClassNames, Is.EqualTo(new[] { "cat", "dog", "bird" }));
        }
    }
}
