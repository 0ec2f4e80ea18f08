using NUnit.Framework;
using YolactGpu.Data.Video;
using YolactGpu.Tests.Data;
using YolactGpu.Tests.Data.Video;
using YolactGpu.Video;

namespace YolactGpu.Tests.Library;

public sealed class DetectVideoTests
{
    private TemporaryFolder folder = null!;
    private YolactDetector detector = null!;

    [OneTimeSetUp]
    public void CreateDetector()
    {
        folder = new TemporaryFolder();
        detector = TinyNetwork.CreateDetector();
        TestClip.Write(VideoWriter.Create(folder.PathOf("f%d.png"), 61, 47, FrameRate.Default), TestClip.Frames(5, 61, 47));
    }

    [OneTimeTearDown]
    public void DisposeDetector()
    {
        detector.Dispose();
        folder.Dispose();
    }

    [Test]
    public async Task Every_frame_gets_the_result_that_it_gets_alone()
    {
        using IVideoSource source = VideoSource.Open(folder.Location);
        List<FrameDetections> found = [];
        await foreach (FrameDetections frame in detector.DetectVideoAsync(source))
        {
            found.Add(frame);
        }

        using (Assert.EnterMultipleScope())
        {
            Assert.That(found.Select(frame => frame.Index), Is.EqualTo(new long[] { 0, 1, 2, 3, 4 }));
            Assert.That(found[4].Time, Is.EqualTo(TimeSpan.FromSeconds(0.16)));
            foreach (FrameDetections frame in found)
            {
                Assert.That(TinyNetwork.Describe(frame.Found), Is.EqualTo(TinyNetwork.Describe(detector.Detect(TestClip.Frame(61, 47, (int)frame.Index)))));
            }
        }
    }

    [Test]
    public async Task Tracked_instances_have_ids_in_results_and_documents()
    {
        using IVideoSource source = VideoSource.Open(folder.Location);
        await foreach (FrameDetections frame in detector.DetectVideoAsync(source, new VideoDetectionOptions { Tracker = new TrackerOptions() }))
        {
            int?[] ids = [.. frame.Found.Select(item => item.TrackId)];
            Assert.That(ids, Is.Not.Empty.And.Unique.And.All.Not.Null);
            Assert.That(frame.Found.ToDocument("f").Instances.Select(instance => instance.TrackId), Is.EqualTo(ids));
        }
    }

    [Test]
    public void A_search_that_is_cancelled_ends_after_the_frames_that_it_has_given()
    {
        using IVideoSource source = VideoSource.Open(folder.Location);
        using CancellationTokenSource cancellation = new();
        int frames = 0;

        Assert.That(
            async () =>
            {
                await foreach (FrameDetections frame in detector.DetectVideoAsync(source, cancellation: cancellation.Token))
                {
                    frames++;
                    await cancellation.CancelAsync();
                }
            },
            Throws.InstanceOf<OperationCanceledException>());
        Assert.That(frames, Is.EqualTo(1));
    }
}
