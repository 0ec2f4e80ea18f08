using NUnit.Framework;
using YolactGpu.Data.Imaging;
using YolactGpu.Data.Video;
using YolactGpu.Model.Configs;
using YolactGpu.Model.Inference;
using YolactGpu.Tests.Data;
using YolactGpu.Tests.Data.Video;
using YolactGpu.Video;

namespace YolactGpu.Tests.Library;

/// <summary>Several runs under way at a time, on the CPU device, against the same one after another.</summary>
public sealed class StreamsTests
{
    private static readonly YolactDetectorOptions Options = TinyNetwork.Options with { MaxBatch = 2, Streams = 2 };

    private static readonly RgbImage[] Images =
        [.. Enumerable.Range(0, 9).Select(i => TinyNetwork.Image(30 + (17 * i), 90 - (5 * i), seed: i + 1))];

    private static string[] Alone()
    {
        using YolactDetector detector = TinyNetwork.CreateDetector();
        return [.. Images.SelectMany(image => TinyNetwork.Describe(detector.Detect(image)))];
    }

    [Test]
    public void A_list_gives_what_each_picture_gives_alone_in_its_order()
    {
        using YolactDetector detector = YolactDetector.CreateWithFormulaWeights(Options);
        string[] expected = Alone();

        for (int i = 0; i < 3; i++)
        {
            Assert.That(detector.DetectBatch(Images).SelectMany(found => TinyNetwork.Describe(found)), Is.EqualTo(expected));
        }
    }

    [Test]
    public async Task Tasks_give_what_each_picture_gives_alone()
    {
        using YolactDetector detector = YolactDetector.CreateWithFormulaWeights(Options);

        Detections[] found = await Task.WhenAll(Images.Select(image => detector.DetectAsync(image)));

        Assert.That(found.SelectMany(each => TinyNetwork.Describe(each)), Is.EqualTo(Alone()));
    }

    [Test]
    public async Task A_video_gives_what_each_frame_gives_alone_in_its_order()
    {
        using TemporaryFolder folder = new();
        TestClip.Write(VideoWriter.Create(folder.PathOf("f%d.png"), 61, 47, FrameRate.Default), TestClip.Frames(7, 61, 47));
        using IVideoSource source = VideoSource.Open(folder.Location);
        using YolactDetector detector = YolactDetector.CreateWithFormulaWeights(Options);
        using YolactDetector alone = TinyNetwork.CreateDetector();
        List<long> order = [];

        await foreach (FrameDetections frame in detector.DetectVideoAsync(source))
        {
            order.Add(frame.Index);
            Detections expected = alone.Detect(TestClip.Frame(61, 47, (int)frame.Index));
            Assert.That(TinyNetwork.Describe(frame.Found), Is.EqualTo(TinyNetwork.Describe(expected)));
        }

        Assert.That(order, Is.EqualTo(new long[] { 0, 1, 2, 3, 4, 5, 6 }));
    }

    [Test]
    public void Disposing_waits_for_all_runs_and_stops_the_others()
    {
        YolactDetector detector = YolactDetector.CreateWithFormulaWeights(Options);
        detector.Detect(Images[0]);
        Task<Detections>[] tasks = [.. Images.Select(image => detector.DetectAsync(image))];

        detector.Dispose();

        Task.WhenAll(tasks).ContinueWith(_ => { }, TaskScheduler.Default).Wait();
        Assert.That(
            tasks.Where(task => task.IsFaulted).Select(task => task.Exception!.InnerException), Is.All.TypeOf<ObjectDisposedException>());
        Assert.That(() => detector.Detect(Images[0]), Throws.TypeOf<ObjectDisposedException>());
    }

    [Test]
    public void A_list_can_be_cancelled()
    {
        using YolactDetector detector = YolactDetector.CreateWithFormulaWeights(Options);

        Assert.That(() => detector.DetectBatch(Images, new CancellationToken(canceled: true)), Throws.InstanceOf<OperationCanceledException>());
    }

    [Test]
    public void Lanes_have_plans_of_their_own_and_share_the_weights()
    {
        using YolactModel model = YolactModel.Open(Options.ToSettings(null));
        YolactInference first = model.Plan(1, 64);
        long weights = model.WeightsSizeInBytes;

        YolactInference second = model.Plan(1, 64, lane: 1);

        Assert.That(model.Lanes, Is.EqualTo(2));
        Assert.That(second, Is.Not.SameAs(first));
        Assert.That(model.WeightsSizeInBytes, Is.EqualTo(weights));
        model.Release(1);
        Assert.That(model.Plan(1, 64), Is.SameAs(first));
    }

    [Test]
    public void The_cpu_device_has_one_lane_where_nothing_is_said()
    {
        using YolactModel model = YolactModel.Open(TinyNetwork.Options.ToSettings(null));

        Assert.That(model.Lanes, Is.EqualTo(1));
    }

    [TestCase(0)]
    [TestCase(5)]
    public void Numbers_that_make_no_sense_are_refused(int streams) =>
        Assert.That(
            () => YolactDetector.CreateWithFormulaWeights(TinyNetwork.Options with { Streams = streams }),
            Throws.TypeOf<ConfigException>().With.Message.EqualTo($"Streams is {streams}; it must be 1 to 4."));
}
