using ILGPU;
using ILGPU.Runtime;
using NUnit.Framework;
using YolactGpu.Data.Imaging;
using YolactGpu.Graph.Execution;
using YolactGpu.Kernels;
using YolactGpu.Model;
using YolactGpu.Model.Configs;
using YolactGpu.Model.Inference;
using YolactGpu.Model.Weights;
using YolactGpu.Tests.Golden;
using YolactGpu.Tests.Support;

namespace YolactGpu.Tests.Model;

/// <summary>Networks at their full size, with weights from the formula.</summary>
public sealed class FullSizeTests
{
    [Test]
    public void Yolact_person_has_the_outputs_of_the_original()
    {
        YolactGpu.Graph.IR.Graph graph = YolactNetwork.Build(
            YolactConfigs.Person, new FormulaWeights(2), new NetworkOptions { SemanticOutput = true });

        Assert.That(
            graph.Outputs.Select(output => $"{output.Name} {output.Value.Shape}"),
            Is.EquivalentTo(new[]
            {
                "loc [1, 19248, 4]", "conf [1, 19248, 2]", "mask [1, 19248, 32]", "priors [19248, 4]", "proto [1, 138, 138, 32]",
                "segm [1, 69, 69, 1]",
            }));
    }

    [Test]
    public void Yolact_resnet50_finds_the_same_twice_on_a_photo_and_allocates_less_than_50_KB_for_it()
    {
        (Context context, Accelerator accelerator) = Accelerators.Create("cpu");
        using (context)
        using (accelerator)
        {
            YolactConfig config = YolactConfigs.ResNet50;
            using DeviceConstants constants = new(accelerator);
            LoweringContext lowering = new(new KernelCache(accelerator), new CompileOptions());
            using YolactInference inference = YolactInference.Create(config, new FormulaWeights(config.ClassCount), lowering, constants, new PlanShape(1, config.Input));
            RgbImage photo = new ImageDecoder().Decode(Photo());
            ImagePixels pixels = new(photo.Pixels, photo.Width, photo.Height);
            PredictionFilter filter = new(0.15f, 100);
            CollectedInstances first = CollectedInstances.Of(inference, [pixels], filter);

            // The least of three, because the count is the whole process's: the test runner allocates too.
            long allocated = Enumerable.Range(0, 3).Min(_ => AllocatedBy(() =>
            {
                FoundInstances found = new(config, [pixels]);
                inference.Run([pixels], filter, found, CancellationToken.None);
                found.Of(0);
            }));
            CollectedInstances second = CollectedInstances.Of(inference, [pixels], filter);

            using (Assert.EnterMultipleScope())
            {
                Assert.That(allocated, Is.LessThan(50 * 1024));
                Assert.That(first.Images[0], Is.Not.Empty);
                Assert.That(first.Images[0].Select(found => found.Score), Is.Ordered.Descending);
                Assert.That(second.Images[0].Select(Describe), Is.EqualTo(first.Images[0].Select(Describe)));
            }
        }
    }

    private static long AllocatedBy(Action action)
    {
        long before = GC.GetTotalAllocatedBytes(precise: true);
        action();
        return GC.GetTotalAllocatedBytes(precise: true) - before;
    }

    private static string Describe(CollectedInstance found) =>
        $"{found.ClassId} {found.Score:R} {found.Box} {string.Join(' ', found.MaskWords)}";

    /// <summary>A COCO photo where the data is at hand, else the project's own picture.</summary>
    private static string Photo()
    {
        string root = GoldenFolder.RepositoryRoot();
        string coco = Path.Combine(root, "..", "shared", "data", "coco128", "train2017", "000000000009.jpg");
        return File.Exists(coco) ? coco : Path.Combine(root, "docs", "images", "scene.png");
    }
}
