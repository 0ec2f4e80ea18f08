using System.Collections.Immutable;
using NUnit.Framework;
using YolactGpu.Data.Coco;
using YolactGpu.Model.Configs;
using YolactGpu.Video;

namespace YolactGpu.Tests.Video;

public sealed class IoUTrackerTests
{
    [Test]
    public void Instances_that_move_keep_their_ids_whatever_their_order()
    {
        IoUTracker tracker = new();

        int?[] first = Ids(tracker, Cat(10, 10), Cat(60, 10));
        int?[] second = Ids(tracker, Cat(62, 11), Cat(13, 10));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(first, Is.EqualTo(new int?[] { 1, 2 }));
            Assert.That(second, Is.EqualTo(new int?[] { 2, 1 }));
        }
    }

    [Test]
    public void An_instance_of_another_class_in_the_same_place_is_another_instance()
    {
        IoUTracker tracker = new();
        Ids(tracker, Cat(10, 10));

        Assert.That(Ids(tracker, Cat(10, 10) with { ClassId = 1 }), Is.EqualTo(new int?[] { 2 }));
    }

    [TestCase(2, 1)]
    [TestCase(3, 2)]
    public void An_instance_out_of_sight_keeps_its_id_for_MaxAge_frames(int unseen, int id)
    {
        IoUTracker tracker = new(new TrackerOptions { MaxAge = 2 });
        Ids(tracker, Cat(10, 10));
        for (int i = 0; i < unseen; i++)
        {
            Ids(tracker);
        }

        Assert.That(Ids(tracker, Cat(10, 10)), Is.EqualTo(new int?[] { id }));
    }

    [Test]
    public void The_pair_of_the_highest_overlap_is_joined_first()
    {
        IoUTracker tracker = new();
        Ids(tracker, Cat(10, 10), Cat(16, 10));

        // Both overlap with both tracks; the second detection lies exactly on the first track.
        Assert.That(Ids(tracker, Cat(14, 10), Cat(10, 10)), Is.EqualTo(new int?[] { 2, 1 }));
    }

    [Test]
    public void Too_little_overlap_is_another_instance()
    {
        IoUTracker tracker = new(new TrackerOptions { MinIoU = 0.5f });
        Ids(tracker, Cat(10, 10));

        Assert.That(Ids(tracker, Cat(18, 10)), Is.EqualTo(new int?[] { 2 }));
    }

    [TestCase(0, 1)]
    [TestCase(1.5f, 1)]
    [TestCase(0.5f, -1)]
    public void Options_that_mean_nothing_are_refused(float minIoU, int maxAge) =>
        Assert.That(() => new IoUTracker(new TrackerOptions { MinIoU = minIoU, MaxAge = maxAge }), Throws.TypeOf<ConfigException>());

    private static Detection Cat(int left, int top) =>
        new(0, "cat", 0.9f, new PixelBox(left, top, left + 20, top + 20), new MaskBits(100, 50).ToRuns());

    private static int?[] Ids(IoUTracker tracker, params ImmutableArray<Detection> found) =>
        [.. tracker.Update(new Detections(100, 50, found, default, "", "")).Select(item => item.TrackId)];
}
