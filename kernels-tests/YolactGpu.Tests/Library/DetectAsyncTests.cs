using NUnit.Framework;
using YolactGpu.Data.Imaging;

namespace YolactGpu.Tests.Library;

public sealed class DetectAsyncTests
{
    private static readonly RgbImage Image = TinyNetwork.Image(61, 47);

    private YolactDetector detector = null!;

    [OneTimeSetUp]
    public void CreateDetector() => detector = TinyNetwork.CreateDetector();

    [OneTimeTearDown]
    public void DisposeDetector() => detector.Dispose();

    [Test]
    public async Task All_kinds_of_input_give_the_result_of_the_synchronous_search()
    {
        using MemoryStream stream = new();
        PngFile.Write(stream, Image);
        byte[] encoded = stream.ToArray();
        stream.Position = 0;
        string[] expected = [.. TinyNetwork.Describe(detector.Detect(Image))];

        Detections[] found = await Task.WhenAll(
            detector.DetectAsync(Image), detector.DetectAsync(encoded), detector.DetectAsync(stream));

        using (Assert.EnterMultipleScope())
        {
            foreach (Detections result in found)
            {
                Assert.That(TinyNetwork.Describe(result), Is.EqualTo(expected));
            }
        }
    }

    [Test]
    public void A_search_cancelled_beforehand_does_not_begin()
    {
        CancellationToken cancelled = new(canceled: true);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(() => detector.DetectAsync("no matter what", cancelled), Throws.InstanceOf<OperationCanceledException>());
            Assert.That(() => detector.DetectAsync(Image, cancelled), Throws.InstanceOf<OperationCanceledException>());
            Assert.That(() => detector.Detect(Image, cancelled), Throws.InstanceOf<OperationCanceledException>());
        }
    }

    [Test]
    public void A_search_that_runs_ends_soon_after_it_is_cancelled()
    {
        // Slow enough to be in the midst of it: at this size one run of the network takes much longer than the wait.
        using YolactDetector slow = YolactDetector.CreateWithFormulaWeights(TinyNetwork.Options with { InputSize = 1024, CpuWorkers = 1 });
        string[] expected = [.. TinyNetwork.Describe(slow.Detect(Image))];
        using CancellationTokenSource cancellation = new();

        Task<Detections> search = slow.DetectAsync(Image, cancellation.Token);
        Thread.Sleep(20);
        cancellation.Cancel();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(async () => await search, Throws.InstanceOf<OperationCanceledException>());
            Assert.That(TinyNetwork.Describe(slow.Detect(Image)), Is.EqualTo(expected));
        }
    }

    [Test]
    public void A_search_that_waits_for_others_can_be_cancelled()
    {
        using YolactDetector slow = YolactDetector.CreateWithFormulaWeights(TinyNetwork.Options with { InputSize = 1024, CpuWorkers = 1 });
        using CancellationTokenSource cancellation = new();
        Task<Detections>[] ahead = [.. Enumerable.Range(0, 3).Select(_ => slow.DetectAsync(Image))];

        Task<Detections> waiting = slow.DetectAsync(Image, cancellation.Token);
        cancellation.Cancel();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(async () => await waiting, Throws.InstanceOf<OperationCanceledException>());
            Assert.That(() => Task.WhenAll(ahead), Throws.Nothing);
        }
    }

    [Test]
    public void A_picture_that_cannot_be_read_fails_the_task() =>
        Assert.That(() => detector.DetectAsync("there-is-no-such.png"), Throws.TypeOf<ImageException>());
}
