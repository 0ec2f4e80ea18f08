using ILGPU;
using ILGPU.Runtime;
using NUnit.Framework;
using YolactGpu.Kernels.Boxes;
using YolactGpu.Tests.Reference;
using YolactGpu.Tests.Support;

namespace YolactGpu.Tests.Kernels.Boxes;

public sealed class BoxDecodeTests(string device) : AcceleratorFixture(device)
{
    [TestCase(1, 1)]
    [TestCase(2, 13, Description = "the priors begin anew with each image")]
    [TestCase(3, 257)]
    public void Equals_the_reference(int batch, int count)
    {
        float[] loc = RandomData.Floats(batch * count * 4, seed: 3, low: -4, high: 4);
        float[] priors = RandomData.Floats(count * 4, seed: 4, low: 0.05f, high: 1);

        float[] boxes = Decode(loc, priors, new BoxDecodeShape(batch, count, 0.1f, 0.2f));

        Assert.That(boxes, Is.EqualTo(BoxDecodeReference.Compute(loc, priors, 0.1, 0.2)).Within(2e-6));
    }

    [Test]
    public void Gives_the_prior_itself_for_no_offset() => Assert.That(
        Decode(new float[4], [0.5f, 0.25f, 0.5f, 0.125f], new BoxDecodeShape(1, 1, 0.1f, 0.2f)),
        Is.EqualTo<float[]>([0.25f, 0.1875f, 0.75f, 0.3125f]));

    [Test]
    public void A_batch_of_two_equals_two_batches_of_one()
    {
        float[] loc = RandomData.Floats(2 * 5 * 4, seed: 5);
        float[] priors = RandomData.Floats(5 * 4, seed: 6, low: 0.05f, high: 1);

        float[] both = Decode(loc, priors, new BoxDecodeShape(2, 5, 0.1f, 0.2f));

        BoxDecodeShape one = new(1, 5, 0.1f, 0.2f);
        Assert.That(both, Is.EqualTo(Decode(loc[..20], priors, one).Concat(Decode(loc[20..], priors, one))));
    }

    [Test]
    public void Refuses_priors_of_the_wrong_length() => Assert.That(
        () => Decode(new float[8], new float[4], new BoxDecodeShape(1, 2, 0.1f, 0.2f)),
        Throws.ArgumentException.With.Message.Contains("priors holds 4 elements; the shape needs 8"));

    private float[] Decode(float[] locValues, float[] priorValues, BoxDecodeShape shape)
    {
        using MemoryBuffer1D<float, Stride1D.Dense> loc = Upload(locValues);
        using MemoryBuffer1D<float, Stride1D.Dense> priors = Upload(priorValues);
        using MemoryBuffer1D<float, Stride1D.Dense> boxes = Poisoned<float>(shape.BoxCount * 4);
        BoxDecode.Load(Accelerator).Launch(Stream, loc.View, priors.View, boxes.View, shape);
        return boxes.GetAsArray1D();
    }
}
