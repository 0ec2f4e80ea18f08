using System.Collections.Immutable;
using System.Globalization;
using System.Numerics;
using YolactGpu.Data.Imaging;
using YolactGpu.Data.Video;
using YolactGpu.Model.Inference;

namespace YolactGpu.Checking;

/// <summary>
/// Compares what is found on a photo, from its pixels to masks, as a user gets it: with measured kernels where the device is tuned, and three
/// times and in a batch, which must give the same bits.
/// </summary>
internal static class PhotoCheck
{
    private const int Width = 123;
    private const int Height = 91;
    private const int Compared = 20;
    private const float ScoreTolerance = 2e-3f;

    /// <summary>The part of a mask's pixels, by the box, that may fall to the other side of its threshold.</summary>
    private const double MaskTolerance = 0.02;

    /// <summary>All: with made-up weights scores mean nothing.</summary>
    private static readonly PredictionFilter Filter = new(-1, 100);

    /// <summary>Runs both models.</summary>
    public static CheckResult Run(ModelSettings settings, ModelSettings plain, CancellationToken cancellation)
    {
        string config = settings.Config!.Name;
        int compared = 0;
        int differ = 0;
        List<string> failures = [];
        Attempt.At("a photo", failures, () =>
        {
            ImagePixels photo = Photo();
            using YolactModel model = YolactModel.Open(settings);
            ImmutableArray<Find> found = Search(model, 1, [photo], cancellation)[0];
            Same(found, Search(model, 1, [photo], cancellation)[0], "a second time", failures);

            // Where CUDA graphs are used, the second run captures and this one replays.
            Same(found, Search(model, 1, [photo], cancellation)[0], "a third time", failures);
            Same(found, Search(model, 2, [photo, photo], cancellation)[1], "in a batch of two", failures);
            using YolactModel plainModel = YolactModel.Open(plain);
            ImmutableArray<Find> expected = Search(plainModel, 1, [photo], cancellation)[0];
            compared = Math.Min(found.Length, Compared) + Math.Min(expected.Length, Compared);
            differ = found.Take(Compared).Count(instance => !expected.Any(other => AreAlike(instance, other)))
                + expected.Take(Compared).Count(instance => !found.Any(other => AreAlike(instance, other)));
            return compared == 0 ? "nothing was found"
                : differ > Limits.Instances * compared
                    ? string.Create(CultureInfo.InvariantCulture, $"{differ} of {compared} instances are found on one of the two devices alone")
                    : null;
        });
        return new CheckResult(
            config, $"{settings.Compile.Precision}", "photo", compared, [], compared == 0 ? 0 : (double)differ / compared, Limits.Instances, failures);
    }

    private static ImmutableArray<Find>[] Search(YolactModel model, int batch, ImagePixels[] photos, CancellationToken cancellation)
    {
        Finds finds = new(photos.Length);
        model.Plan(batch, model.Config.Input, cancellation: cancellation).Run(photos, Filter, finds, cancellation);
        return finds.ToArrays();
    }

    private static void Same(ImmutableArray<Find> one, ImmutableArray<Find> other, string when, List<string> failures)
    {
        if (one.Length != other.Length || one.Zip(other).Any(pair => !AreSame(pair.First, pair.Second)))
        {
            failures.Add($"a photo: the same photo gives other bits {when}");
        }
    }

    private static bool AreSame(Find a, Find b) => a.Instance.ClassId == b.Instance.ClassId && a.Instance.Score.Equals(b.Instance.Score)
        && a.Instance.Box == b.Instance.Box && a.Mask.AsSpan().SequenceEqual(b.Mask) && a.Instance.Keypoints.SequenceEqual(b.Instance.Keypoints);

    private static bool AreAlike(Find one, Find other)
    {
        CornerBox a = one.Instance.Box;
        CornerBox b = other.Instance.Box;
        int difference = one.Mask.Zip(other.Mask).Sum(pair => BitOperations.PopCount(pair.First ^ pair.Second));
        long area = Math.Max(0L, b.X2 - b.X1) * Math.Max(0, b.Y2 - b.Y1);
        int corner = new[] { a.X1 - b.X1, a.Y1 - b.Y1, a.X2 - b.X2, a.Y2 - b.Y2 }.Max(Math.Abs);

        // A corner that lies a pixel elsewhere takes a line of the mask with it.
        return one.Instance.ClassId == other.Instance.ClassId && Math.Abs(one.Instance.Score - other.Instance.Score) <= ScoreTolerance && corner <= 1
            && difference <= (MaskTolerance * area) + (corner * (Width + Height)) + 1;
    }

    private static ImagePixels Photo()
    {
        RgbImage picture = MovingShapes.Frame(Width, Height, 17);
        return new ImagePixels(picture.Pixels, Width, Height);
    }

    /// <summary>One instance and its mask, 32 pixels per word.</summary>
    private sealed record Find(InstancePrediction Instance, uint[] Mask);

    private sealed class Finds(int images) : IInstanceSink
    {
        private readonly List<Find>[] finds = [.. Enumerable.Range(0, images).Select(_ => new List<Find>())];

        public void Begin(int image, int count) => finds[image].Clear();

        public void Add(int image, InstancePrediction instance, ReadOnlySpan<uint> mask) => finds[image].Add(new Find(instance, mask.ToArray()));

        public ImmutableArray<Find>[] ToArrays() => [.. finds.Select(found => found.ToImmutableArray())];
    }
}
