using System.Collections.Immutable;
using System.Diagnostics;
using ILGPU;
using ILGPU.Runtime;
using NUnit.Framework;
using YolactGpu.Data.Imaging;
using YolactGpu.Graph.Execution;
using YolactGpu.Kernels;
using YolactGpu.Kernels.Devices;
using YolactGpu.Model.Configs;
using YolactGpu.Model.Inference;
using YolactGpu.Model.Weights;
using YolactGpu.Tests.Support;

namespace YolactGpu.Tests.Library;

/// <summary>Compiled networks of several input shapes: how many are kept, and that results do not depend on it.</summary>
[NonParallelizable]
public sealed class PlanCacheTests
{
    private static readonly YolactDetectorOptions Shaped = TinyNetwork.Options with { PreserveAspectRatio = true, MaxPlans = 3 };

    [Test]
    public void Images_of_about_one_shape_share_a_plan_and_no_more_are_kept_than_allowed()
    {
        using YolactModel model = YolactModel.Open(Shaped.ToSettings(null));
        foreach ((int width, int height) in new[] { (64, 48), (640, 480), (65, 49), (300, 100), (100, 300), (1000, 1001), (64, 48) })
        {
            model.Plan(1, model.Config.InputSizeFor(width, height));
        }

        Assert.That(model.PlannedShapes, Is.EqualTo(new PlanShape[]
        {
            new(1, 64), new(1, new InputShape(32, 96)), new(1, new InputShape(96, 32)),
        }));
    }

    [Test]
    public void A_plan_that_is_compiled_again_gives_the_same_bits([Values(1, 2, 8)] int maxPlans)
    {
        RgbImage[] images = [TinyNetwork.Image(61, 47), TinyNetwork.Image(30, 90, seed: 3), TinyNetwork.Image(90, 30, seed: 4)];
        using YolactDetector detector = YolactDetector.CreateWithFormulaWeights(Shaped with { MaxPlans = maxPlans });
        ImmutableArray<string>[] first = [.. images.Select(image => TinyNetwork.Describe(detector.Detect(image)))];

        ImmutableArray<string>[] again = [.. Enumerable.Range(0, 3).SelectMany(_ => images).Select(image => TinyNetwork.Describe(detector.Detect(image)))];

        using (Assert.EnterMultipleScope())
        {
            for (int i = 0; i < again.Length; i++)
            {
                Assert.That(again[i], Is.EqualTo(first[i % 3]), $"search {i}");
            }
        }
    }

    [Test]
    public void Several_threads_with_more_shapes_than_plans_get_what_one_gets()
    {
        RgbImage[] images = [.. Enumerable.Range(0, 5).Select(i => TinyNetwork.Image(20 + (40 * i), 180 - (40 * i), i + 1))];
        using YolactDetector detector = YolactDetector.CreateWithFormulaWeights(Shaped with { MaxPlans = 2 });
        ImmutableArray<string>[] expected = [.. images.Select(image => TinyNetwork.Describe(detector.Detect(image)))];

        ImmutableArray<string>[] found = [.. Enumerable.Range(0, 40).AsParallel().AsOrdered().WithDegreeOfParallelism(4)
            .Select(i => TinyNetwork.Describe(detector.Detect(images[i % 5])))];

        using (Assert.EnterMultipleScope())
        {
            for (int i = 0; i < found.Length; i++)
            {
                Assert.That(found[i], Is.EqualTo(expected[i % 5]), $"search {i}");
            }
        }
    }

    [Test]
    public void The_memory_of_plans_that_gave_way_is_freed()
    {
        // 16 MB of activations each.
        using YolactModel model = YolactModel.Open((Shaped with { InputSize = 512, InputStep = 16, MaxPlans = 1 }).ToSettings(null));
        Compile(3);
        long before = ProcessMemory();

        Compile(25);

        long grown = ProcessMemory() - before;
        TestContext.Out.WriteLine($"the process grew by {grown} bytes");
        Assert.That(grown, Is.LessThan(96 << 20));

        void Compile(int shapes)
        {
            for (int i = 0; i < shapes; i++)
            {
                int width = 320 + (16 * i);
                int height = 512 * 512 / width;
                InputShape input = model.Config.InputSizeFor(width, height);
                ImagePixels image = new(new byte[width * height * 3], width, height);
                CollectedInstances.Of(model.Plan(1, input), [image], new PredictionFilter(0.5f, 1));
            }
        }
    }

    [Test]
    public void An_image_that_needs_another_input_is_refused_by_a_plan()
    {
        using YolactModel model = YolactModel.Open(Shaped.ToSettings(null));
        YolactInference plan = model.Plan(2, new InputShape(64, 64));

        Assert.That(
            () => CollectedInstances.Of(plan, [new ImagePixels(new byte[12], 2, 2), new ImagePixels(new byte[9], 3, 1)], new PredictionFilter(0, 1)),
            Throws.ArgumentException.With.Message.StartsWith("An image of 3 x 1 pixels needs an input of 96x32; this plan's is 64x64."));
    }

    [Test]
    public void Where_the_device_is_short_of_memory_plans_give_way_until_there_is_room()
    {
        (Context context, Accelerator accelerator) = Accelerators.Create("cpu");
        using (context)
        using (accelerator)
        {
            using DeviceConstants constants = new(accelerator);
            LoweringContext lowering = new(new KernelCache(accelerator), new CompileOptions());
            int mostAlive = 2;
            PlanCache? cache = null;
            cache = new PlanCache(8, (shape, cancellation) =>
            {
                if (cache!.Shapes.Count >= mostAlive)
                {
                    throw new DeviceMemoryException("a device", "activations", 1, 1);
                }

                return YolactInference.Create(TinyNetwork.Config, new FormulaWeights(4), lowering, constants, shape, cancellation: cancellation);
            });
            using (cache)
            {
                cache.Get(new PlanShape(1, 64), CancellationToken.None);
                cache.Get(new PlanShape(2, 64), CancellationToken.None);
                cache.Get(new PlanShape(3, 64), CancellationToken.None);
                Assert.That(cache.Shapes.Select(shape => shape.Batch), Is.EqualTo(new[] { 3, 2 }));

                mostAlive = 0;
                using (Assert.EnterMultipleScope())
                {
                    Assert.That(() => cache.Get(new PlanShape(4, 64), CancellationToken.None), Throws.TypeOf<DeviceMemoryException>());
                    Assert.That(cache.Shapes, Is.Empty);
                }
            }
        }
    }

    private static long ProcessMemory()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        using Process self = Process.GetCurrentProcess();
        return self.WorkingSet64;
    }
}
