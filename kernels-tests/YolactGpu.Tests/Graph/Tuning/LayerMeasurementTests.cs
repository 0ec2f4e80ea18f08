using ILGPU.Runtime;
using NUnit.Framework;
using YolactGpu.Graph.Execution;
using YolactGpu.Graph.Ops;
using YolactGpu.Graph.Tuning;
using YolactGpu.Kernels;
using YolactGpu.Kernels.Convolution;
using YolactGpu.Tests.Support;

namespace YolactGpu.Tests.Graph.Tuning;

public sealed class LayerMeasurementTests(string device) : AcceleratorFixture(device)
{
    [Test]
    public void Times_every_candidate_of_a_layer()
    {
        if (Accelerator.AcceleratorType == AcceleratorType.CPU)
        {
            Assert.Ignore("The CPU accelerator is not tuned.");
        }

        LoweringContext context = new(new KernelCache(Accelerator), new CompileOptions());
        TuningKey key = new(new ConvolutionLayer(new Convolution2DShape(1, 9, 9, 35, 40, 3, 3, 1, 1, 1)), ConvolutionPrecision.Float32);
        using LayerMeasurement measurement = new(key, context);
        ConvolutionCandidate[] candidates = [.. TiledChoice.Candidates(key.Layer, context)];

        Assert.That(candidates, Has.Length.GreaterThan(1));
        Assert.That(candidates.Select(measurement.Time), Is.All.GreaterThan(0));
    }
}
