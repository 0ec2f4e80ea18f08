using NUnit.Framework;
using YolactGpu.Model.Inference;
using YolactGpu.Tests.Support;

namespace YolactGpu.Tests.Model.Inference;

/// <summary>How often the host waits for the device, as inference runs on GPUs, on the CPU device, whose waits cost nothing.</summary>
public sealed class InferenceWaitTests : InferenceFixture
{
    [Test]
    public void From_upload_to_masks_a_run_waits_once([Values(1, 3)] int batch)
    {
        using CountingStream stream = new(Accelerator);
        using YolactInference inference = Create(batch, AsOnGpus(stream));

        CollectedInstances found = CollectedInstances.Of(inference, Images(batch, 97, 61), Filter);

        Assert.That(found.Images.Select(image => image.Length), Is.All.Positive);
        Assert.That(stream.Waits, Is.EqualTo(1));
    }

    [Test]
    public void Masks_that_were_not_foreseen_are_waited_for_and_foreseen_by_the_next_run()
    {
        using CountingStream stream = new(Accelerator);
        using YolactInference inference = Create(1, AsOnGpus(stream));

        // 128 KiWords a mask, so that two are copied ahead.
        ImagePixels[] images = Images(1, 2048, 2048);
        int found = CollectedInstances.Of(inference, images, Filter).Images[0].Length;
        int waits = stream.Waits;
        CollectedInstances.Of(inference, images, Filter);

        Assert.That(found, Is.GreaterThan(2));
        Assert.That(waits, Is.EqualTo(2));
        Assert.That(stream.Waits, Is.EqualTo(waits + 1));
    }

    [TestCase(1, 64, 64)]
    [TestCase(1, 2048, 1030)]
    [TestCase(3, 1801, 999)]
    public void Masks_copied_ahead_are_those_that_are_asked_for(int batch, int width, int height)
    {
        ImagePixels[] images = Images(batch, width, height);
        using YolactInference asked = Create(batch, new InferenceOptions());
        using CountingStream stream = new(Accelerator);
        using YolactInference ahead = Create(batch, AsOnGpus(stream));
        string[] expected = Describe(CollectedInstances.Of(asked, images, Filter));

        string[] first = Describe(CollectedInstances.Of(ahead, images, Filter));
        string[] second = Describe(CollectedInstances.Of(ahead, images, Filter));

        Assert.That(first, Is.EqualTo(expected));
        Assert.That(second, Is.EqualTo(expected));
    }

    [Test]
    public void No_more_masks_are_copied_ahead_than_are_wanted_at_most()
    {
        using CountingStream stream = new(Accelerator);
        using YolactInference inference = Create(1, AsOnGpus(stream));

        CollectedInstances found = CollectedInstances.Of(inference, Images(1, 33, 20), Filter with { TopK = 2 });

        Assert.That(found.Images[0], Has.Length.EqualTo(2));
        Assert.That(stream.Waits, Is.EqualTo(1));
    }

    [Test]
    public void A_cancelled_run_waits_for_what_it_queued_and_the_next_one_is_right()
    {
        using CountingStream stream = new(Accelerator);
        using YolactInference inference = Create(1, AsOnGpus(stream));
        ImagePixels[] images = Images(1, 97, 61);
        string[] expected = Describe(CollectedInstances.Of(inference, images, Filter));
        int waits = stream.Waits;

        Assert.That(
            () => CollectedInstances.Of(inference, images, Filter, new CancellationToken(canceled: true)), Throws.InstanceOf<OperationCanceledException>());

        Assert.That(stream.Waits, Is.EqualTo(waits + 1));
        Assert.That(Describe(CollectedInstances.Of(inference, images, Filter)), Is.EqualTo(expected));
    }
}
