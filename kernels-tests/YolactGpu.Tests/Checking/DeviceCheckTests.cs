using System.Text.Json;
using ILGPU;
using ILGPU.Runtime;
using NUnit.Framework;
using YolactGpu.Checking;
using YolactGpu.Graph.Execution;
using YolactGpu.Graph.IR;
using YolactGpu.Kernels;
using YolactGpu.Kernels.Devices;
using YolactGpu.Model.Configs;
using YolactGpu.Tests.Library;

namespace YolactGpu.Tests.Checking;

public sealed class DeviceCheckTests
{
    private static readonly CheckOptions Options = new()
    {
        Device = DeviceRequest.Parse("cpu"),
        Configs = [TinyNetwork.Config, TinyNetwork.PlusConfig, TinyNetwork.KeypointConfig],
        InputSize = new InputShape(81, 65),
    };

    [Test]
    public void A_device_that_computes_well_passes_in_every_part()
    {
        CheckResult[] results = [.. DeviceCheck.Run(Options)];

        using (Assert.EnterMultipleScope())
        {
            Assert.That(results.SelectMany(result => result.Failures), Is.Empty);
            Assert.That(results.Select(result => result.Part), Is.EqualTo(Enumerable.Repeat((string[])["layers", "network", "photo"], 3).SelectMany(parts => parts)));
            Assert.That(results.Select(result => result.Compared), Is.All.Positive);
            Assert.That(results[0].Kernels, Does.Contain("SimdConvolution2D").And.Contain("SimdFastNms").And.Contain("PriorBox"));
            Assert.That(results[3].Compared, Is.LessThan(results[0].Compared), "layers that are alike are not run again");
            Assert.That(results[3].Kernels, Does.Contain("SimdDeformableConvolution2D"));
        }
    }

    [Test]
    public void What_is_wrong_is_named_and_everything_else_is_checked_all_the_same()
    {
        using Context context = DeviceContext.Create();
        using Accelerator accelerator = DeviceRequest.Parse("cpu").Find(context).CreateAccelerator(context);
        KernelCache kernels = new(accelerator);
        ReferenceRun reference = new(
            TinyNetwork.Config, new LoweringContext(kernels, new CompileOptions { PlainKernelsOnly = true }), CancellationToken.None);
        NetworkCheck check = new(new LoweringContext(kernels, new CompileOptions()));
        Node detect = reference.Detecting.Nodes.Last(node => node.Outputs.Any(output => output.Type.Element == ElementType.Int32));
        int[] classes = detect.Outputs.Select(output => reference[output].Ints).First(ints => ints is not null)!;
        classes[0]++;
        float[] loc = reference[reference.Raw.Output("loc")].Floats!;
        loc[5] = float.NaN;

        CheckResult layers = check.Layers("tiny", reference, CancellationToken.None);
        CheckResult network = check.Whole("tiny", reference);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(layers.Passed, Is.False);
            Assert.That(layers.Failures, Has.Some.StartsWith($"{detect.Name}, "));
            Assert.That(layers.Failures, Has.Count.LessThan(layers.Compared));
            Assert.That(layers.LargestError, Is.EqualTo(double.PositiveInfinity));
            Assert.That(network.Failures, Is.EqualTo(new[] { "output loc: error Infinity" }));
            Assert.That(network.Compared, Is.EqualTo(reference.Raw.Outputs.Length));
            Assert.That(JsonDocument.Parse(layers.ToJson()).RootElement.GetProperty("largest_error").GetString(), Is.EqualTo("Infinity"));
        }
    }

    [Test]
    public void A_device_that_throws_is_a_line_in_every_check()
    {
        CheckOptions options = Options with { Configs = [TinyNetwork.Config], TuningCache = "off" };
        List<string> failures = [];

        Attempt.At("one", failures, () => throw new InvalidOperationException("outer", new NotSupportedException("no\nsuch instruction")));
        Attempt.At("two", failures, () => "wrong");
        Attempt.At("three", failures, () => null);

        Assert.That(failures, Is.EqualTo(new[] { "one: InvalidOperationException: no such instruction", "two: wrong" }));
        Assert.That(() => Attempt.At("four", failures, () => throw new OperationCanceledException()), Throws.TypeOf<OperationCanceledException>());
        Assert.That(() => DeviceCheck.Run(options, new CancellationToken(canceled: true)).Count(), Throws.InstanceOf<OperationCanceledException>());
    }

    [TestCase(new float[] { 1, -4 }, new float[] { 1, -4 }, 0)]
    [TestCase(new float[] { 1, -4 }, new float[] { 1.5f, -4 }, 0.125)]
    [TestCase(new float[] { 0, 0 }, new float[] { 0, 0 }, 0)]
    [TestCase(new float[] { float.NaN, 2 }, new float[] { float.NaN, 1 }, 0.5)]
    [TestCase(new float[] { float.NegativeInfinity, 2 }, new float[] { float.NegativeInfinity, 2 }, 0)]
    [TestCase(new float[] { 1, 2 }, new float[] { 1, float.NaN }, double.PositiveInfinity)]
    [TestCase(new float[] { float.PositiveInfinity, 2 }, new float[] { 1, 2 }, double.PositiveInfinity)]
    public void An_error_is_a_part_of_the_largest_number(float[] reference, float[] actual, double error) =>
        Assert.That(new TensorData(actual, null).ErrorFrom(new TensorData(reference, null)), Is.EqualTo(error));

    [Test]
    public void Integers_are_the_same_or_not()
    {
        TensorData reference = new(null, [1, 2]);

        Assert.That(new TensorData(null, [1, 2]).ErrorFrom(reference), Is.Zero);
        Assert.That(new TensorData(null, [1, 3]).ErrorFrom(reference), Is.EqualTo(double.PositiveInfinity));
    }
}
