using NUnit.Framework;
using YolactGpu.Cli;
using YolactGpu.Data.Imaging;
using YolactGpu.Data.Video;
using YolactGpu.Results;
using YolactGpu.Tests.Data;
using YolactGpu.Tests.Library;
using YolactGpu.Video;

namespace YolactGpu.Tests.Cli;

/// <summary>A long video goes through in the memory of a few frames.</summary>
public sealed class VideoRunTests
{
    private const int Frames = 300;

    [Test]
    public async Task Of_three_hundred_frames_only_a_few_are_in_memory_at_any_time()
    {
        using TemporaryFolder folder = new();
        using YolactDetector detector = TinyNetwork.CreateDetector();
        List<WeakReference> decoded = [];
        List<WeakReference> drawn = [];
        List<int> alive = [];
        int written = 0;
        int mostInFlight = 0;
        using Source source = new(decoded);
        ResultWriters writers = new([ResultFormat.Find("coco")!, ResultFormat.Find("jsonl")!], new ResultOptions(folder.Location, detector.Config));
        using VideoFiles files = new("clip", new Writer(drawn), writers, new OverlayOptions());

        Exception? failure = await VideoRun.Process(
            detector,
            source,
            files,
            new TrackerOptions(),
            frame =>
            {
                written++;
                mostInFlight = Math.Max(mostInFlight, source.Count - (int)frame.Index);
                if (written % 50 == 0)
                {
                    alive.Add(Alive(decoded) + Alive(drawn));
                }
            },
            CancellationToken.None);

        TestContext.Out.WriteLine($"at most {mostInFlight} frames in flight; pictures in memory {string.Join(' ', alive)}");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(failure, Is.Null);
            Assert.That(written, Is.EqualTo(Frames));
            Assert.That(mostInFlight, Is.InRange(1, VideoRun.MostFrames));
            Assert.That(alive, Has.Count.EqualTo(Frames / 50).And.All.LessThanOrEqualTo(2 * VideoRun.MostFrames), "decoded and drawn");
            Assert.That(File.ReadLines(folder.PathOf("results.jsonl")).Count(), Is.EqualTo(Frames));
        }
    }

    private static int Alive(List<WeakReference> pictures)
    {
        GC.Collect();
        lock (pictures)
        {
            return pictures.Count(picture => picture.IsAlive);
        }
    }

    private sealed class Source(List<WeakReference> decoded) : IVideoSource
    {
        private int count;

        public int Count => Volatile.Read(ref count);

        public VideoInfo Info { get; } = new(48, 36, FrameRate.Default, Frames);

        public RgbImage? Read()
        {
            if (count == Frames)
            {
                return null;
            }

            RgbImage frame = MovingShapes.Frame(Info.Width, Info.Height, count);
            lock (decoded)
            {
                decoded.Add(new WeakReference(frame));
            }

            Interlocked.Increment(ref count);
            return frame;
        }

        public void Dispose()
        {
        }
    }

    private sealed class Writer(List<WeakReference> drawn) : IVideoWriter
    {
        public void Write(RgbImage frame)
        {
            lock (drawn)
            {
                drawn.Add(new WeakReference(frame));
            }
        }

        public void Complete()
        {
        }

        public void Dispose()
        {
        }
    }
}
