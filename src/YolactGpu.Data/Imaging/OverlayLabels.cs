using System.Globalization;
using YolactGpu.Data.Coco;

namespace YolactGpu.Data.Imaging;

/// <summary>
/// The labels of an overlay: a text on a ground of the instance's colour, wholly inside the picture. A label sits on
/// its box's upper edge; where it would hide a better instance's label or leave the picture, it goes inside the box or
/// below it. Where a picture is too narrow, the label says less: the score goes first, then the end of the name.
/// </summary>
internal static class OverlayLabels
{
    private const int PaddingAcross = 2;
    private const int PaddingAbove = 2;
    private const int Height = PaddingAbove + StrokeFont.CapHeight + StrokeFont.Descent + 1;

    internal static void Draw(
        RgbImage picture, OverlayInstance[] ordered, Rgb[] colours, OverlayOptions options, int scale)
    {
        PixelBox frame = new(0, 0, picture.Width, picture.Height);
        int mostUnits = (picture.Width / scale) - (2 * PaddingAcross);
        List<(string Text, PixelBox Ground, Rgb Colour)> labels = [];
        for (int j = 0; j < ordered.Length; j++)
        {
            string text = Shorten(ordered[j], options, mostUnits);
            if (text.Length > 0 && Height * scale <= picture.Height && !ordered[j].Box.Intersect(frame).IsEmpty)
            {
                int width = (StrokeFont.Measure(text) + (2 * PaddingAcross)) * scale;
                PixelBox ground = Place(ordered[j].Box, width, Height * scale, frame, labels.ConvertAll(l => l.Ground));
                labels.Add((text, ground, colours[j]));
            }
        }

        for (int i = labels.Count - 1; i >= 0; i--)
        {
            (string text, PixelBox ground, Rgb colour) = labels[i];
            Overlay.Fill(picture, ground, colour);
            int left = ground.Left + (PaddingAcross * scale);
            TextPainter.Draw(picture, text, left, ground.Top + (PaddingAbove * scale), scale, colour.TextColour);
        }
    }

    /// <summary>The longest form of a label that fits; empty where not one letter does.</summary>
    internal static string Shorten(OverlayInstance instance, OverlayOptions options, int mostUnits)
    {
        string score = instance.Score.ToString("0.00", CultureInfo.InvariantCulture);
        string name = options.ShowLabels ? instance.ClassName : "";
        string[] forms = options.ShowScores && name.Length > 0
            ? [$"{name} {score}", name]
            : [options.ShowScores ? score : name];
        foreach (string form in forms)
        {
            if (StrokeFont.Measure(form) <= mostUnits)
            {
                return form;
            }
        }

        string shorter = forms[^1];
        while (shorter.Length > 0 && StrokeFont.Measure(shorter) > mostUnits)
        {
            shorter = shorter[..^1];
        }

        return shorter;
    }

    /// <summary>
    /// The first of these places that is inside the picture and free: above the box, in its upper corner, below it, in
    /// its lower corner, further above; each at the box's left end, then at its right. If all are taken, the first one.
    /// </summary>
    private static PixelBox Place(PixelBox box, int width, int height, PixelBox frame, List<PixelBox> taken)
    {
        IEnumerable<int> further = Enumerable.Range(1, 4).Select(step => box.Top - height - (step * height / 2));
        int[] tops = [box.Top - height, box.Top, box.Bottom, box.Bottom - height, .. further];
        int[] lefts = [box.Left, box.Right - width];
        PixelBox[] places =
        [
            .. from top in tops
               where top >= 0 && top + height <= frame.Bottom
               from left in lefts
               let inside = Math.Clamp(left, 0, frame.Right - width)
               select new PixelBox(inside, top, inside + width, top + height),
        ];
        if (places.Length == 0)
        {
            int left = Math.Clamp(box.Left, 0, frame.Right - width);
            int top = Math.Clamp(box.Top, 0, frame.Bottom - height);
            return new PixelBox(left, top, left + width, top + height);
        }

        int free = Array.FindIndex(places, place => taken.TrueForAll(other => place.Intersect(other).IsEmpty));
        return places[Math.Max(free, 0)];
    }
}
