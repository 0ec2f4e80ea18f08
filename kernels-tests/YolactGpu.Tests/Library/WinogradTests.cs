using NUnit.Framework;
using YolactGpu.Model.Configs;

namespace YolactGpu.Tests.Library;

public sealed class WinogradTests
{
    [TestCase(64)]
    [TestCase(229)]
    [TestCase(322)]
    public void Winograd_on_and_off_find_the_same(int inputSize)
    {
        YolactConfig config = TinyNetwork.Config with { InputSize = inputSize };
        YolactDetectorOptions options = TinyNetwork.Options with { Config = config };
        using YolactDetector fast = YolactDetector.CreateWithFormulaWeights(options);
        using YolactDetector plain = YolactDetector.CreateWithFormulaWeights(options with { AllowWinograd = false });

        foreach (int seed in (int[])[1, 2, 3])
        {
            Detections found = fast.Detect(TinyNetwork.Image(160, 120, seed));
            Detections expected = plain.Detect(TinyNetwork.Image(160, 120, seed));

            Assert.That(expected, Is.Not.Empty);
            Assert.That(found.Select(item => item.ClassId), Is.EqualTo(expected.Select(item => item.ClassId)));
            Assert.That(found.Select(item => item.Score), Is.EqualTo(expected.Select(item => item.Score)).Within(1e-3));
        }
    }
}
