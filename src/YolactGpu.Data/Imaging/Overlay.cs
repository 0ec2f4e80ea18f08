using YolactGpu.Data.Coco;

namespace YolactGpu.Data.Imaging;

/// <summary>
/// Draws instances on a copy of a photo, as YOLACT does: masks from the best score to the worst, each as
/// pixel = pixel * (1 - alpha) + colour * alpha, then boxes, skeletons and labels from the worst to the best, so that
/// the best lie on top. Colours are those of <see cref="OverlayPalette"/>, by the place in that order, by the track or by the class.
/// Lines and letters grow with the photo.
/// </summary>
public static class Overlay
{
    /// <summary>The photo's geometric mean side, in pixels, per pixel of line width.</summary>
    private const double SidePerPenWidth = 320;

    /// <summary>The photo with the instances drawn on it; the photo itself stays as it is.</summary>
    public static RgbImage Draw(
        RgbImage photo, IReadOnlyList<OverlayInstance> instances, OverlayOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(photo);
        ArgumentNullException.ThrowIfNull(instances);
        OverlayOptions shown = options ?? new OverlayOptions();
        if (shown.MaskAlpha is not (>= 0 and <= 1))
        {
            throw new ArgumentException($"MaskAlpha is {shown.MaskAlpha}; it must lie from 0 to 1.", nameof(options));
        }

        OverlayInstance[] ordered = [.. instances.OrderByDescending(instance => instance.Score)];
        CheckMasks(photo, ordered);
        CheckKeypoints(ordered);
        Rgb[] colours = [.. ordered.Select((instance, j) => OverlayPalette.ColourOf(
            shown.Colours == OverlayColours.PerClass ? instance.ClassId : (instance.TrackId - 1) ?? j))];
        RgbImage picture = photo.Clone();
        if (shown.ShowMasks)
        {
            DrawMasks(picture, ordered, colours, shown.MaskAlpha);
        }

        int penWidth = PenWidth(photo.Width, photo.Height);
        if (shown.ShowBoxes)
        {
            for (int j = ordered.Length - 1; j >= 0; j--)
            {
                DrawOutline(picture, ordered[j].Box, penWidth, colours[j]);
            }
        }

        if (shown.ShowKeypoints)
        {
            for (int j = ordered.Length - 1; j >= 0; j--)
            {
                SkeletonPainter.Draw(picture, ordered[j], penWidth);
            }
        }

        if (shown.ShowLabels || shown.ShowScores)
        {
            OverlayLabels.Draw(picture, ordered, colours, shown, penWidth);
        }

        return picture;
    }

    internal static int PenWidth(int width, int height) =>
        Math.Max(1, (int)Math.Round(Math.Sqrt((double)width * height) / SidePerPenWidth));

    /// <summary>Fills a box, cut to the picture.</summary>
    internal static void Fill(RgbImage picture, PixelBox box, Rgb colour)
    {
        PixelBox visible = box.Intersect(new PixelBox(0, 0, picture.Width, picture.Height));
        if (visible.IsEmpty)
        {
            return;
        }

        for (int y = visible.Top; y < visible.Bottom; y++)
        {
            Span<byte> row = picture.Row(y);
            for (int x = visible.Left; x < visible.Right; x++)
            {
                row[RgbImage.Channels * x] = colour.R;
                row[(RgbImage.Channels * x) + 1] = colour.G;
                row[(RgbImage.Channels * x) + 2] = colour.B;
            }
        }
    }

    private static void CheckMasks(RgbImage photo, OverlayInstance[] instances)
    {
        foreach (OverlayInstance instance in instances)
        {
            if (instance.Mask is { } mask && (mask.Width != photo.Width || mask.Height != photo.Height))
            {
                throw new ArgumentException(
                    $"The mask of a {instance.ClassName} is {mask.Width} x {mask.Height} pixels; "
                    + $"the photo is {photo.Width} x {photo.Height}.",
                    nameof(instances));
            }
        }
    }

    private static void CheckKeypoints(OverlayInstance[] instances)
    {
        foreach (OverlayInstance instance in instances)
        {
            if (instance is { Skeleton: { } skeleton, Keypoints.IsDefaultOrEmpty: false } && skeleton.Names.Length != instance.Keypoints.Length)
            {
                throw new ArgumentException(
                    $"A {instance.ClassName} has {instance.Keypoints.Length} keypoints; its skeleton names {skeleton.Names.Length}.", nameof(instances));
            }
        }
    }

    /// <summary>Row by row, in float, so that a pixel under many masks is rounded once.</summary>
    private static void DrawMasks(RgbImage picture, OverlayInstance[] instances, Rgb[] colours, float alpha)
    {
        float[] blended = new float[picture.Stride];
        List<OpenMask> masks = [.. instances.Select((instance, j) => OpenMask.Of(instance.Mask, colours[j])).OfType<OpenMask>()];
        for (int y = 0; y < picture.Height; y++)
        {
            Span<byte> row = picture.Row(y);
            for (int i = 0; i < blended.Length; i++)
            {
                blended[i] = row[i];
            }

            foreach (OpenMask mask in masks)
            {
                mask.BlendRow(blended, y, alpha);
            }

            for (int i = 0; i < blended.Length; i++)
            {
                row[i] = (byte)(blended[i] + 0.5f);
            }
        }
    }

    /// <summary>The outline lies inside the box, and inside the picture where the box reaches out of it.</summary>
    private static void DrawOutline(RgbImage picture, PixelBox whole, int width, Rgb colour)
    {
        PixelBox box = whole.Intersect(new PixelBox(0, 0, picture.Width, picture.Height));
        if (box.IsEmpty)
        {
            return;
        }

        Fill(picture, box with { Bottom = Math.Min(box.Top + width, box.Bottom) }, colour);
        Fill(picture, box with { Top = Math.Max(box.Bottom - width, box.Top) }, colour);
        Fill(picture, box with { Right = Math.Min(box.Left + width, box.Right) }, colour);
        Fill(picture, box with { Left = Math.Max(box.Right - width, box.Left) }, colour);
    }

    /// <summary>A mask that is read row by row as the picture is drawn.</summary>
    private sealed class OpenMask(MaskRuns mask, Rgb colour)
    {
        private MaskRuns.Enumerator runs = mask.GetEnumerator();
        private bool hasRun;

        /// <summary>Opens a mask; null where there is none or it is empty.</summary>
        public static OpenMask? Of(MaskRuns? mask, Rgb colour)
        {
            if (mask is not { } given)
            {
                return null;
            }

            OpenMask open = new(given, colour);
            open.hasRun = open.runs.MoveNext();
            return open.hasRun ? open : null;
        }

        /// <summary>Tints the mask's pixels of a row; rows come in order.</summary>
        public void BlendRow(Span<float> row, int y, float alpha)
        {
            for (; hasRun && runs.Current.Row == y; hasRun = runs.MoveNext())
            {
                Span<float> pixels = row[(runs.Current.Left * RgbImage.Channels)..(runs.Current.Right * RgbImage.Channels)];
                for (int i = 0; i < pixels.Length; i += RgbImage.Channels)
                {
                    pixels[i] = (pixels[i] * (1 - alpha)) + (colour.R * alpha);
                    pixels[i + 1] = (pixels[i + 1] * (1 - alpha)) + (colour.G * alpha);
                    pixels[i + 2] = (pixels[i + 2] * (1 - alpha)) + (colour.B * alpha);
                }
            }
        }
    }
}
