using System.Numerics;
using YolactGpu.Data.Coco;

namespace YolactGpu.Data.Imaging;

/// <summary>
/// Draws the keypoints of an instance: limbs as lines, joints as dots, both with a dark rim, so that they show on any photo.
/// What is on the left of the body is orange, what is on its right is blue, the rest is white, by the names' beginnings; where
/// no name tells a side, limbs take the colours of the palette in turn. A hidden joint is a ring. Keypoints that are not there
/// are left out, and limbs to them. Lines grow with the photo, but stay thin on a small instance.
/// </summary>
internal static class SkeletonPainter
{
    /// <summary>The diagonal of an instance's box per pixel of a limb's half width, at least.</summary>
    private const float DiagonalPerHalfWidth = 70;

    private static readonly Rgb Left = new(255, 145, 0);
    private static readonly Rgb Right = new(60, 165, 255);
    private static readonly Rgb Middle = new(255, 255, 255);
    private static readonly Rgb Rim = new(20, 20, 20);

    internal static void Draw(RgbImage picture, OverlayInstance instance, int penWidth)
    {
        if (instance.Skeleton is not { } skeleton || instance.Keypoints.IsDefaultOrEmpty)
        {
            return;
        }

        float diagonal = MathF.Sqrt(((float)instance.Box.Width * instance.Box.Width) + ((float)instance.Box.Height * instance.Box.Height));
        float limb = Math.Clamp(diagonal / DiagonalPerHalfWidth, 0.5f, penWidth);
        float rim = Math.Max(1, limb / 2);
        Line[] limbs = [.. Limbs(instance, skeleton)];
        Dot[] joints = [.. Joints(instance, skeleton)];
        foreach (Line line in limbs)
        {
            Stroke(picture, line.From, line.To, limb + rim, Rim);
        }

        foreach (Line line in limbs)
        {
            Stroke(picture, line.From, line.To, limb, line.Colour);
        }

        foreach (Dot joint in joints)
        {
            float radius = limb * 2;
            Stroke(picture, joint.Center, joint.Center, radius + rim, Rim);
            Stroke(picture, joint.Center, joint.Center, radius, joint.Colour);
            if (joint.IsHidden)
            {
                Stroke(picture, joint.Center, joint.Center, limb, Rim);
            }
        }
    }

    private static IEnumerable<Line> Limbs(OverlayInstance instance, KeypointSkeleton skeleton)
    {
        bool hasSides = skeleton.Names.Any(name => ColourOf(name) != Middle);
        for (int i = 0; i < skeleton.Edges.Length; i++)
        {
            (int from, int to) = skeleton.Edges[i];
            if (IsThere(instance.Keypoints[from]) && IsThere(instance.Keypoints[to]))
            {
                Rgb start = ColourOf(skeleton.Names[from]);
                Rgb sided = start == ColourOf(skeleton.Names[to]) ? start : Middle;
                yield return new Line(CenterOf(instance.Keypoints[from]), CenterOf(instance.Keypoints[to]), hasSides ? sided : OverlayPalette.ColourOf(i));
            }
        }
    }

    private static IEnumerable<Dot> Joints(OverlayInstance instance, KeypointSkeleton skeleton)
    {
        for (int j = 0; j < instance.Keypoints.Length; j++)
        {
            Keypoint keypoint = instance.Keypoints[j];
            if (IsThere(keypoint))
            {
                yield return new Dot(CenterOf(keypoint), ColourOf(skeleton.Names[j]), keypoint.Visibility == KeypointVisibility.Occluded);
            }
        }
    }

    private static bool IsThere(Keypoint keypoint) => keypoint.Visibility != KeypointVisibility.NotLabelled;

    private static Vector2 CenterOf(Keypoint keypoint) => new(keypoint.X, keypoint.Y);

    private static Rgb ColourOf(string name) => name.StartsWith("left", StringComparison.OrdinalIgnoreCase) ? Left
        : name.StartsWith("right", StringComparison.OrdinalIgnoreCase) ? Right
        : Middle;

    /// <summary>Draws a line with round ends, or a dot; pixel (x, y) has its centre at (x, y). What lies outside is left out.</summary>
    private static void Stroke(RgbImage picture, Vector2 from, Vector2 to, float halfWidth, Rgb colour)
    {
        float reach = halfWidth + 1;
        int firstRow = Math.Max((int)(Math.Min(from.Y, to.Y) - reach), 0);
        int lastRow = Math.Min((int)(Math.Max(from.Y, to.Y) + reach), picture.Height - 1);
        int firstColumn = Math.Max((int)(Math.Min(from.X, to.X) - reach), 0);
        int lastColumn = Math.Min((int)(Math.Max(from.X, to.X) + reach), picture.Width - 1);
        for (int y = firstRow; y <= lastRow; y++)
        {
            Span<byte> row = picture.Row(y);
            for (int x = firstColumn; x <= lastColumn; x++)
            {
                float distance = MathF.Sqrt(TextPainter.DistanceSquared(new Vector2(x, y), from, to));
                float coverage = Math.Clamp(halfWidth - distance + 0.5f, 0, 1);
                TextPainter.Blend(row.Slice(x * RgbImage.Channels, RgbImage.Channels), colour, coverage);
            }
        }
    }

    private readonly record struct Line(Vector2 From, Vector2 To, Rgb Colour);

    private readonly record struct Dot(Vector2 Center, Rgb Colour, bool IsHidden);
}
