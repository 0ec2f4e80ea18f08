using ILGPU;
using ILGPU.Runtime;
using NUnit.Framework;
using YolactGpu.Kernels.Detection;
using YolactGpu.Tests.Reference;
using YolactGpu.Tests.Support;

namespace YolactGpu.Tests.Kernels.Detection;

public sealed class GatherKeypointsTests(string device) : AcceleratorFixture(device)
{
    [TestCase(1, 1, 1, 1)]
    [TestCase(2, 3, 7, 17, Description = "the priors begin anew with each image")]
    [TestCase(3, 101, 11, 5)]
    public void Equals_the_reference(int batch, int detections, int priorCount, int keypoints)
    {
        GatherKeypointsShape shape = new(batch, detections, priorCount, keypoints, 0.1f);
        Random random = new(7);
        int[] chosen = [.. Enumerable.Range(0, batch * detections).Select(_ => random.Next(priorCount))];
        float[] offsets = RandomData.Floats(batch * priorCount * keypoints * 2, seed: 8, low: -9, high: 9);
        float[] visibility = RandomData.Floats(batch * priorCount * keypoints, seed: 9, low: -8, high: 8);
        float[] priors = RandomData.Floats(priorCount * 4, seed: 10, low: 0.05f, high: 1);

        float[] found = Gather(chosen, offsets, visibility, priors, shape);

        IEnumerable<double> expected = chosen.SelectMany((prior, at) =>
        {
            int row = (at / detections * priorCount) + prior;
            return GatherKeypointsReference
                .Compute(priors[(prior * 4)..][..4], offsets[(row * keypoints * 2)..][..(keypoints * 2)], visibility[(row * keypoints)..][..keypoints], 0.1f)
                .SelectMany(keypoint => keypoint);
        });
        Assert.That(found, Is.EqualTo(expected.ToArray()).Within(5e-7));
    }

    [Test]
    public void Gives_the_middle_of_the_prior_for_no_offset() => Assert.That(
        Gather([1], new float[4], [1, 0], [0, 0, 0, 0, 0.25f, 0.75f, 0.5f, 0.125f], new GatherKeypointsShape(1, 1, 2, 1, 0.1f)),
        Is.EqualTo<float[]>([0.25f, 0.75f, 0.5f]));

    [Test]
    public void Leaves_points_outside_the_image_where_they_are() => Assert.That(
        Gather([0], [-8, 8], [200], [0.5f, 0.5f, 1, 2], new GatherKeypointsShape(1, 1, 1, 1, 0.25f)),
        Is.EqualTo<float[]>([-1.5f, 4.5f, 1]));

    [Test]
    public void Absent_detections_have_zeros()
    {
        float[] found = Gather(
            [0, -1, -1], RandomData.Floats(8, seed: 1), RandomData.Floats(4, seed: 2), RandomData.Floats(8, seed: 3), new GatherKeypointsShape(1, 3, 2, 2, 0.1f));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(found[..6], Has.None.Zero.And.None.NaN);
            Assert.That(found[6..], Is.EqualTo(new float[12]));
        }
    }

    [Test]
    public void A_batch_of_two_equals_two_batches_of_one()
    {
        int[] chosen = [4, 2, -1, 0, 4, 1];
        float[] offsets = RandomData.Floats(2 * 5 * 6, seed: 5);
        float[] visibility = RandomData.Floats(2 * 5 * 3, seed: 6);
        float[] priors = RandomData.Floats(5 * 4, seed: 7, low: 0.05f, high: 1);

        float[] both = Gather(chosen, offsets, visibility, priors, new GatherKeypointsShape(2, 3, 5, 3, 0.1f));

        GatherKeypointsShape one = new(1, 3, 5, 3, 0.1f);
        float[] first = Gather(chosen[..3], offsets[..30], visibility[..15], priors, one);
        float[] second = Gather(chosen[3..], offsets[30..], visibility[15..], priors, one);
        Assert.That(Bits.Of(both), Is.EqualTo(Bits.Of([.. first, .. second])));
    }

    [Test]
    public void Refuses_offsets_of_the_wrong_length() => Assert.That(
        () => Gather([0], new float[5], new float[3], new float[4], new GatherKeypointsShape(1, 1, 1, 3, 0.1f)),
        Throws.ArgumentException.With.Message.Contains("offsets holds 5 elements; the shape needs 6"));

    private float[] Gather(int[] chosenValues, float[] offsetValues, float[] visibilityValues, float[] priorValues, GatherKeypointsShape shape)
    {
        using MemoryBuffer1D<int, Stride1D.Dense> chosen = Upload(chosenValues);
        using MemoryBuffer1D<float, Stride1D.Dense> offsets = Upload(offsetValues);
        using MemoryBuffer1D<float, Stride1D.Dense> visibility = Upload(visibilityValues);
        using MemoryBuffer1D<float, Stride1D.Dense> priors = Upload(priorValues);
        using MemoryBuffer1D<float, Stride1D.Dense> keypoints = Poisoned<float>(shape.DetectionCount * shape.Keypoints * 3);
        GatherKeypoints.Load(Accelerator).Launch(Stream, chosen.View, offsets.View, visibility.View, priors.View, keypoints.View, shape);
        return keypoints.GetAsArray1D();
    }
}
