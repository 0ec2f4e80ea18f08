using NUnit.Framework;
using YolactGpu.Kernels.Convolution;
using YolactGpu.Kernels.Devices;
using YolactGpu.Model.Configs;

namespace YolactGpu.Tests.Library;

public sealed class OptionsTests
{
    [Test]
    public void A_device_that_is_not_there_is_an_error_that_lists_what_is()
    {
        YolactDetectorOptions options = TinyNetwork.Options with { Device = "cuda:97" };

        DeviceNotFoundException? error = Assert.Throws<DeviceNotFoundException>(() => YolactDetector.CreateWithFormulaWeights(options));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(error!.Requested, Is.EqualTo("cuda:97"));
            Assert.That(error.Available, Has.Some.StartsWith("cpu, CPU ("));
            Assert.That(error.Message, Does.StartWith("There is no device cuda:97 here; there are: ").And.Contains("cpu, CPU ("));
        }
    }

    private static IEnumerable<TestCaseData> WrongOptions()
    {
        YolactDetectorOptions good = TinyNetwork.Options;
        yield return Case("Device", good with { Device = "gpu" }, "Device: 'gpu' names no device; expected auto, cpu, cuda, cuda:N, opencl or opencl:N.");
        yield return Case("Index", good with { Device = "cpu:1" }, "Device: 'cpu:1' names no device");
        yield return Case("Threshold", good with { ScoreThreshold = 1.5f }, "ScoreThreshold is 1.5; it must be 0 to 1.");
        yield return Case("Threshold NaN", good with { ScoreThreshold = float.NaN }, "ScoreThreshold is NaN; it must be 0 to 1.");
        yield return Case("NmsThreshold", good with { NmsThreshold = float.NaN }, "NmsThreshold is NaN; it must be 0 to 1.");
        yield return Case("Nms", good with { Nms = (NmsMode)7 }, "Config tiny: Detection.Nms is 7; it must be one of Fast, CrossClass, Traditional.");
        yield return Case("TopK", good with { TopK = 0 }, "TopK is 0; it must be 1 or more.");
        yield return Case("MaxBatch", good with { MaxBatch = 257 }, "MaxBatch is 257; it must be 1 to 256.");
        yield return Case("CpuWorkers", good with { CpuWorkers = 0 }, "CpuWorkers is 0; it must be 1 to 1024.");
        yield return Case("InputSize", good with { InputSize = 31 }, "Config tiny: InputSize is 31; it must be 32 to 4096 pixels.");
        yield return Case("rectangle", good with { InputSize = new InputShape(64, 5000) }, "Config tiny: InputRectangle is 64x5000; both sides must be 32 to 4096 pixels.");
        yield return Case(
            "rectangle and shape", good with { InputSize = new InputShape(64, 96), PreserveAspectRatio = true }, "Config tiny: InputRectangle is 64x96, which cannot go with PreserveAspectRatio");
        yield return Case("InputStep", good with { InputStep = 257 }, "Config tiny: InputStep is 257; it must be 1 to 256 pixels.");
        yield return Case("MaxPlans", good with { MaxPlans = 0 }, "MaxPlans is 0; it must be 1 to 64.");
        yield return Case("ClassNames", good with { ClassNames = ["one", "two"] }, "ClassNames holds 2 names; config tiny has 3 classes.");
        yield return Case(
            "Config", good with { Config = TinyNetwork.Config with { CategoryIds = [1] } }, "Config tiny: CategoryIds has 1 entries; ClassNames has 3.");

        static TestCaseData Case(string name, YolactDetectorOptions options, string message) =>
            new TestCaseData(options, message).SetArgDisplayNames(name);
    }

    [TestCaseSource(nameof(WrongOptions))]
    public void An_option_that_makes_no_sense_is_named(YolactDetectorOptions options, string message) =>
        Assert.That(() => YolactDetector.CreateWithFormulaWeights(options), Throws.TypeOf<ConfigException>().With.Message.StartsWith(message));

    [Test]
    public void A_precision_that_the_device_has_not_is_an_error(
        [Values(ConvolutionPrecision.TensorFloat32, ConvolutionPrecision.Float16)] ConvolutionPrecision precision) =>
        Assert.That(
            () => YolactDetector.CreateWithFormulaWeights(TinyNetwork.Options with { Precision = precision }),
            Throws.InstanceOf<ConfigException>().With.Message.Match($"^CPU .* cannot compute in {precision}: .* Ask for Float32"));

    [Test]
    public void Class_names_and_input_size_may_differ_from_the_configuration()
    {
        using YolactDetector detector = YolactDetector.CreateWithFormulaWeights(
            TinyNetwork.Options with { ClassNames = ["a", "b", "c"], InputSize = 96 });

        using (Assert.EnterMultipleScope())
        {
            Assert.That(detector.ClassNames, Is.EqualTo(new[] { "a", "b", "c" }));
            Assert.That(detector.Config.InputSize, Is.EqualTo(96));
            Assert.That(detector.Detect(TinyNetwork.Image(50, 50)).Select(item => item.ClassName), Is.Not.Empty.And.All.AnyOf("a", "b", "c"));
        }
    }

    [Test]
    public void Cross_class_nms_leaves_fewer_boxes_than_fast_nms([Values(0.25f, 0.5f)] float threshold)
    {
        YolactDetectorOptions options = TinyNetwork.Options with { NmsThreshold = threshold };
        using YolactDetector fast = YolactDetector.CreateWithFormulaWeights(options);
        using YolactDetector crossClass = YolactDetector.CreateWithFormulaWeights(options with { Nms = NmsMode.CrossClass });

        int ofFast = fast.Detect(TinyNetwork.Image(61, 47)).Count;
        int ofCrossClass = crossClass.Detect(TinyNetwork.Image(61, 47)).Count;

        using (Assert.EnterMultipleScope())
        {
            Assert.That(crossClass.Config.Detection, Is.EqualTo(TinyNetwork.Config.Detection with { Nms = NmsMode.CrossClass, IoUThreshold = threshold }));
            Assert.That(ofCrossClass, Is.Positive.And.LessThan(ofFast));
        }
    }

    [Test]
    public void One_worker_gives_the_bits_of_many()
    {
        using YolactDetector one = YolactDetector.CreateWithFormulaWeights(TinyNetwork.Options with { CpuWorkers = 1 });
        using YolactDetector five = YolactDetector.CreateWithFormulaWeights(TinyNetwork.Options with { CpuWorkers = 5 });

        using (Assert.EnterMultipleScope())
        {
            Assert.That(one.Device, Does.StartWith("CPU (1 thread, "));
            Assert.That(five.Device, Does.StartWith("CPU (5 threads, "));
            Assert.That(
                TinyNetwork.Describe(one.Detect(TinyNetwork.Image(61, 47))),
                Is.EqualTo(TinyNetwork.Describe(five.Detect(TinyNetwork.Image(61, 47)))));
        }
    }

    [Test]
    public void What_happens_is_logged()
    {
        using LogRecorder log = new();
        using (YolactDetector detector = YolactDetector.CreateWithFormulaWeights(TinyNetwork.Options with { LoggerFactory = log }))
        {
            detector.Detect(TinyNetwork.Image(20, 20));
        }

        using (Assert.EnterMultipleScope())
        {
            Assert.That(log.Lines, Has.Count.EqualTo(2));
            Assert.That(log.Lines[0], Does.StartWith("Information: tiny is ready on CPU ("));
            Assert.That(log.Lines[1], Does.StartWith("Debug: 1 images took "));
        }
    }
}
