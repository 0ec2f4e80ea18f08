using System.Collections.Immutable;
using NUnit.Framework;
using YolactGpu.Data.Coco;
using YolactGpu.Data.Imaging;

namespace YolactGpu.Tests.Data.Imaging;

public sealed class SkeletonPainterTests
{
    private const int Width = 60;
    private const int Height = 40;
    private static readonly KeypointSkeleton Arms = new(["nose", "left_hand", "right_hand", "left_elbow"], [(1, 3), (0, 2)]);
    private static readonly PixelBox Box = new(0, 0, Width, Height);
    private static readonly OverlayOptions OnlyKeypoints =
        new() { ShowMasks = false, ShowBoxes = false, ShowLabels = false, ShowScores = false };

    private static readonly ImmutableArray<Keypoint> AllVisible =
        [new Keypoint(10, 10, 0.9f), new Keypoint(50, 30, 0.9f), new Keypoint(30, 10, 0.9f), new Keypoint(10, 30, 0.9f)];

    [Test]
    public void Limbs_and_joints_have_the_colour_of_their_side()
    {
        RgbImage picture = Draw(AllVisible);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(At(picture, 30, 30), Is.EqualTo("255 145 0"), "the limb of the left");
            Assert.That(At(picture, 50, 30), Is.EqualTo("255 145 0"), "a joint of the left");
            Assert.That(At(picture, 20, 10), Is.EqualTo("255 255 255"), "a limb from the middle to the right");
            Assert.That(At(picture, 30, 10), Is.EqualTo("60 165 255"), "a joint of the right");
            Assert.That(At(picture, 30, 20), Is.EqualTo("77 77 77"), "between the limbs");
        }
    }

    [Test]
    public void Limbs_and_joints_have_a_dark_rim()
    {
        RgbImage picture = Draw(AllVisible);

        Assert.That(
            Enumerable.Range(25, 10).Select(y => picture.Row(y)[3 * 30]), Has.Some.LessThan(60).And.Some.EqualTo(255), "across the limb");
    }

    [Test]
    public void A_keypoint_that_is_not_there_is_left_out_with_its_limbs()
    {
        RgbImage picture = Draw(AllVisible.SetItem(1, new Keypoint(50, 30, 0.19f)));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(At(picture, 50, 30), Is.EqualTo("77 77 77"));
            Assert.That(At(picture, 30, 30), Is.EqualTo("77 77 77"));
            Assert.That(At(picture, 10, 30), Is.EqualTo("255 145 0"));
        }
    }

    [Test]
    public void A_hidden_joint_is_a_ring()
    {
        RgbImage picture = Draw(AllVisible.SetItem(0, new Keypoint(10, 10, 0.3f)));

        Assert.That(At(picture, 10, 10), Is.EqualTo("20 20 20"));
    }

    [Test]
    public void Where_no_name_tells_a_side_limbs_have_colours_of_their_own()
    {
        KeypointSkeleton corners = new(["a", "b", "c", "d"], [(1, 3), (0, 2)]);

        RgbImage picture = Draw(AllVisible, corners);

        Rgb first = OverlayPalette.ColourOf(0);
        Rgb second = OverlayPalette.ColourOf(1);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(At(picture, 30, 30), Is.EqualTo($"{first.R} {first.G} {first.B}"));
            Assert.That(At(picture, 20, 10), Is.EqualTo($"{second.R} {second.G} {second.B}"));
        }
    }

    [Test]
    public void Without_a_skeleton_without_keypoints_or_turned_off_nothing_is_drawn()
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Draw(AllVisible, null, OnlyKeypoints).Pixels.ToArray(), Is.All.EqualTo(77));
            Assert.That(Draw([]).Pixels.ToArray(), Is.All.EqualTo(77));
            Assert.That(Draw(AllVisible, Arms, OnlyKeypoints with { ShowKeypoints = false }).Pixels.ToArray(), Is.All.EqualTo(77));
        }
    }

    [TestCase(1, 1)]
    [TestCase(2, 300)]
    [TestCase(1500, 3)]
    public void Skeletons_are_drawn_on_photos_of_any_size(int width, int height)
    {
        RgbImage photo = Grey(width, height);
        ImmutableArray<Keypoint> corners =
            [new Keypoint(0, 0, 1), new Keypoint(width - 1, 0, 1), new Keypoint(0, height - 1, 0.3f), new Keypoint(width - 1, height - 1, 1)];

        RgbImage picture = Overlay.Draw(
            photo, [new OverlayInstance("p", 1, new PixelBox(0, 0, width, height), null) { Keypoints = corners, Skeleton = Arms }], OnlyKeypoints);

        Assert.That(picture.Pixels.ToArray(), Has.Some.Not.EqualTo(77));
    }

    [Test]
    public void Limbs_of_a_small_instance_are_thinner()
    {
        RgbImage photo = Grey(2000, 1500);
        ImmutableArray<Keypoint> line = [new Keypoint(100, 100, 1), new Keypoint(140, 100, 1), new Keypoint(0, 0, 0), new Keypoint(100, 140, 1)];

        int large = Thickness(new PixelBox(0, 0, 1500, 1500));
        int small = Thickness(new PixelBox(95, 95, 145, 145));

        Assert.That(small, Is.LessThan(large / 2));

        int Thickness(PixelBox box)
        {
            RgbImage picture = Overlay.Draw(photo, [new OverlayInstance("p", 1, box, null) { Keypoints = line, Skeleton = Arms }], OnlyKeypoints);
            return Enumerable.Range(60, 120).Count(y => picture.Row(y)[3 * 120] != 77);
        }
    }

    [Test]
    public void Refuses_another_number_of_keypoints_than_the_skeleton_names() => Assert.That(
        () => Draw(AllVisible[..3]),
        Throws.ArgumentException.With.Message.Contains("A person has 3 keypoints; its skeleton names 4."));

    private static RgbImage Draw(ImmutableArray<Keypoint> keypoints) => Draw(keypoints, Arms);

    private static RgbImage Draw(ImmutableArray<Keypoint> keypoints, KeypointSkeleton? skeleton, OverlayOptions? options = null) => Overlay.Draw(
        Grey(Width, Height),
        [new OverlayInstance("person", 0.9f, Box, null) { Keypoints = keypoints, Skeleton = skeleton }],
        options ?? OnlyKeypoints);

    private static RgbImage Grey(int width, int height)
    {
        RgbImage photo = new(width, height);
        photo.Pixels.Span.Fill(77);
        return photo;
    }

    private static string At(RgbImage picture, int x, int y) => string.Join(' ', picture.Row(y).Slice(3 * x, 3).ToArray());
}
