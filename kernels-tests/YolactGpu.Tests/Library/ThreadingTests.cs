using System.Collections.Concurrent;
using NUnit.Framework;
using YolactGpu.Data.Imaging;

namespace YolactGpu.Tests.Library;

public sealed class ThreadingTests
{
    private static readonly RgbImage[] Images = [.. Enumerable.Range(0, 6).Select(i => TinyNetwork.Image(40 + (9 * i), 70 - (7 * i), i + 1))];

    [Test]
    public void Several_threads_at_once_get_the_results_of_one()
    {
        using YolactDetector detector = TinyNetwork.CreateDetector();
        string[][] expected = [.. Images.Select(image => TinyNetwork.Describe(detector.Detect(image)).ToArray())];
        ConcurrentBag<string> wrong = [];

        Run(threads: 4, thread =>
        {
            for (int i = 0; i < 12; i++)
            {
                int which = (thread + i) % Images.Length;
                Detections found = (i % 3) switch
                {
                    0 => detector.Detect(Images[which]),
                    1 => detector.DetectBatch([Images[which], Images[0]])[0],
                    _ => detector.DetectAsync(Images[which]).GetAwaiter().GetResult(),
                };
                if (!TinyNetwork.Describe(found).SequenceEqual(expected[which]))
                {
                    wrong.Add($"thread {thread}, search {i}, picture {which}");
                }
            }
        });

        Assert.That(wrong, Is.Empty);
    }

    [Test]
    public void Everything_throws_once_the_detector_is_disposed()
    {
        YolactDetector detector = TinyNetwork.CreateDetector();
        detector.Dispose();
        detector.Dispose();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(() => detector.Detect(Images[0]), Throws.TypeOf<ObjectDisposedException>());
            Assert.That(() => detector.Detect("photo.png"), Throws.TypeOf<ObjectDisposedException>());
            Assert.That(() => detector.Detect(Stream.Null), Throws.TypeOf<ObjectDisposedException>());
            Assert.That(() => detector.Detect(new byte[3]), Throws.TypeOf<ObjectDisposedException>());
            Assert.That(() => detector.Detect(new byte[3], 1, 1, 3), Throws.TypeOf<ObjectDisposedException>());
            Assert.That(() => detector.DetectBatch(Images), Throws.TypeOf<ObjectDisposedException>());
            Assert.That(() => detector.DetectAsync("photo.png"), Throws.TypeOf<ObjectDisposedException>());
            Assert.That(() => detector.DetectAsync(Images[0]), Throws.TypeOf<ObjectDisposedException>());
            Assert.That(detector.Config.Name, Is.EqualTo("tiny"), "what needs no device is still told");
        }
    }

    [Test]
    public void Disposing_waits_for_the_search_in_progress_and_stops_the_others()
    {
        YolactDetector detector = TinyNetwork.CreateDetector();
        string[][] expected = [.. Images.Select(image => TinyNetwork.Describe(detector.Detect(image)).ToArray())];
        ConcurrentBag<string> faults = [];
        int searches = 0;
        using ManualResetEventSlim underWay = new();

        Task dispose = Task.Run(() =>
        {
            underWay.Wait();
            detector.Dispose();
        });
        Run(threads: 3, thread =>
        {
            try
            {
                while (true)
                {
                    string[] found = [.. TinyNetwork.Describe(detector.Detect(Images[thread]))];
                    if (!found.SequenceEqual(expected[thread]))
                    {
                        faults.Add($"thread {thread} got another result");
                    }

                    Interlocked.Increment(ref searches);
                    underWay.Set();
                }
            }
            catch (ObjectDisposedException)
            {
                // What every thread must come to.
                return;
            }
        });
        dispose.Wait();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(faults, Is.Empty);
            Assert.That(searches, Is.GreaterThan(0));
        }
    }

    private static void Run(int threads, Action<int> work)
    {
        ConcurrentBag<Exception> thrown = [];
        Thread[] all = [.. Enumerable.Range(0, threads).Select(i => new Thread(() =>
        {
            try
            {
                work(i);
            }
            catch (Exception e)
            {
                thrown.Add(e);
            }
        }))];
        Array.ForEach(all, thread => thread.Start());
        Array.ForEach(all, thread => thread.Join());
        Assert.That(thrown, Is.Empty);
    }
}
