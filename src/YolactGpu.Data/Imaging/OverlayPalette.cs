namespace YolactGpu.Data.Imaging;

/// <summary>A colour of 8 bits per channel.</summary>
internal readonly record struct Rgb(byte R, byte G, byte B)
{
    /// <summary>Black or white, whichever is easier to read on this colour (by the weights of ITU-R BT.601).</summary>
    internal Rgb TextColour => (299 * R) + (587 * G) + (114 * B) > 125_000 ? new Rgb(0, 0, 0) : new Rgb(255, 255, 255);
}

/// <summary>
/// The colours of an overlay's instances: 19 that lie at least 0.155 apart in OKLab, of middle lightness and some
/// chroma so that they show on any photo. As 5 and 19 have no common factor, YOLACT's step of 5 visits all of them
/// before one comes back; they are laid out, by eye, so that neighbours in that order differ clearly.
/// </summary>
internal static class OverlayPalette
{
    private const int Step = 5;

    private static readonly Rgb[] Colours =
    [
        new(45, 165, 255), // sky
        new(225, 225, 0), // yellow
        new(195, 180, 255), // lavender
        new(195, 165, 0), // gold
        new(195, 120, 150), // mauve
        new(255, 105, 0), // orange
        new(150, 105, 255), // violet
        new(150, 105, 30), // brown
        new(0, 105, 225), // blue
        new(0, 255, 150), // spring green
        new(30, 195, 45), // green
        new(0, 195, 180), // turquoise
        new(105, 240, 255), // cyan
        new(255, 180, 150), // peach
        new(15, 135, 150), // teal
        new(255, 105, 225), // pink
        new(210, 0, 45), // red
        new(180, 30, 165), // purple
        new(0, 135, 0), // dark green
    ];

    /// <summary>The colour of the j-th instance in score order, of track j + 1, or of class j.</summary>
    internal static Rgb ColourOf(int j) => Colours[j % Colours.Length * Step % Colours.Length];
}
