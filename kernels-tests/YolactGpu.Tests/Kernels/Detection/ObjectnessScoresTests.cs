using ILGPU;
using ILGPU.Runtime;
using NUnit.Framework;
using YolactGpu.Kernels.Detection;
using YolactGpu.Kernels.Normalization;
using YolactGpu.Tests.Reference;
using YolactGpu.Tests.Support;

namespace YolactGpu.Tests.Kernels.Detection;

public sealed class ObjectnessScoresTests(string device) : AcceleratorFixture(device)
{
    [Test]
    public void Equals_the_reference([Values(2, 3, 81)] int columns, [Values] ObjectnessUse use)
    {
        float[] x = RandomData.Floats(37 * columns, seed: 8, low: -6, high: 6);

        Assert.That(
            Score(x, columns, use), Is.EqualTo(ObjectnessScoresReference.Compute(x, columns, use == ObjectnessUse.Factor)).Within(2e-6));
    }

    [Test]
    public void A_gate_closes_where_the_objectness_is_low() => Assert.That(
        Score([-2.2f, 3, 3, -2.1f, 3, 3], 3, ObjectnessUse.Gate),
        Is.EqualTo(new[] { 0.9002495f, 0, 0, 0.8909032f, 0.5f, 0.5f }).Within(1e-6));

    [Test]
    public void May_write_over_its_input()
    {
        using MemoryBuffer1D<float, Stride1D.Dense> x = Upload<float>([0f, 1, 1]);

        ObjectnessScores.Load(Accelerator).Launch(Stream, x.View, x.View, new SoftmaxShape(1, 3), ObjectnessUse.Factor);

        Assert.That(x.GetAsArray1D(), Is.EqualTo(new[] { 0.5f, 0.25f, 0.25f }));
    }

    [Test]
    public void Refuses_rows_without_a_class() => Assert.That(
        () => Score([1, 2], 1, ObjectnessUse.Gate), Throws.InstanceOf<ArgumentException>().With.Message.Contains("shape.Columns"));

    private float[] Score(float[] values, int columns, ObjectnessUse use)
    {
        using MemoryBuffer1D<float, Stride1D.Dense> x = Upload(values);
        using MemoryBuffer1D<float, Stride1D.Dense> y = Poisoned<float>(values.Length);
        ObjectnessScores.Load(Accelerator).Launch(Stream, x.View, y.View, new SoftmaxShape(values.Length / columns, columns), use);
        return y.GetAsArray1D();
    }
}
