using System.Diagnostics;
using NUnit.Framework;
using YolactGpu.Data.Imaging;

namespace YolactGpu.Tests.Library;

/// <summary>What a detector that is kept costs per search.</summary>
[NonParallelizable]
public sealed class MemoryTests
{
    private const int Megabyte = 1 << 20;

    [Test]
    public void A_search_of_raw_pixels_allocates_little_besides_the_masks_that_it_returns()
    {
        using YolactDetector detector = TinyNetwork.CreateDetector();
        RgbImage image = TinyNetwork.Image(640, 480);
        Detections found = Search(detector, image, times: 3);
        long masks = found.Count * (long)((image.Width + 31) / 32) * image.Height * sizeof(uint);

        const int Times = 20;
        long before = GC.GetTotalAllocatedBytes(precise: true);
        Search(detector, image, Times);
        long allocated = (GC.GetTotalAllocatedBytes(precise: true) - before) / Times;

        TestContext.Out.WriteLine($"{allocated} bytes a search, {masks} of them masks of {found.Count} instances");
        Assert.That(allocated - masks, Is.LessThan(50 * 1024), $"{allocated} bytes a search, {masks} of them masks");
    }

    [Test]
    public void Five_hundred_searches_do_not_grow_the_process()
    {
        using YolactDetector detector = YolactDetector.CreateWithFormulaWeights(TinyNetwork.Options with { CpuWorkers = 1 });
        RgbImage image = TinyNetwork.Image(97, 61);
        Search(detector, image, times: 50);
        (long heap, long process) = Measure();

        Search(detector, image, times: 500);
        (long heapAfter, long processAfter) = Measure();

        TestContext.Out.WriteLine($"managed memory grew by {heapAfter - heap} bytes, the process by {processAfter - process}");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(heapAfter - heap, Is.LessThan(Megabyte), "managed memory");
            Assert.That(processAfter - process, Is.LessThan(32 * Megabyte), "memory of the process");
        }
    }

    [Test]
    public void Detectors_that_are_gone_leave_neither_threads_nor_their_memory()
    {
        // Large enough in its activations to show: 16 MB each.
        YolactDetectorOptions options = TinyNetwork.Options with { InputSize = 512 };
        Open(3);
        (long heap, long process) = Measure();
        int threads = CountThreads();

        Open(12);
        (long heapAfter, long processAfter) = Measure();

        TestContext.Out.WriteLine($"managed memory grew by {heapAfter - heap} bytes, the process by {processAfter - process}");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(CountThreads() - threads, Is.LessThan(12), "threads");
            Assert.That(heapAfter - heap, Is.LessThan(8 * Megabyte), "managed memory: ILGPU keeps some of each compiled kernel");
            Assert.That(processAfter - process, Is.LessThan(96 * Megabyte), "memory of the process");
        }

        void Open(int times)
        {
            for (int i = 0; i < times; i++)
            {
                using YolactDetector detector = YolactDetector.CreateWithFormulaWeights(options);
                detector.Detect(TinyNetwork.Image(20, 20));
            }
        }

        static int CountThreads()
        {
            using Process self = Process.GetCurrentProcess();
            return self.Threads.Count;
        }
    }

    private static Detections Search(YolactDetector detector, RgbImage image, int times)
    {
        Detections found = detector.Detect(image.Pixels.Span, image.Width, image.Height, image.Stride);
        for (int i = 1; i < times; i++)
        {
            found = detector.Detect(image.Pixels.Span, image.Width, image.Height, image.Stride);
        }

        return found;
    }

    private static (long Heap, long Process) Measure()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        using Process self = Process.GetCurrentProcess();
        return (GC.GetTotalMemory(forceFullCollection: true), self.WorkingSet64);
    }
}
