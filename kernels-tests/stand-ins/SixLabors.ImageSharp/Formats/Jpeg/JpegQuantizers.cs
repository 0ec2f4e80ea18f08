namespace SixLabors.ImageSharp.Formats.Jpeg;

/// <summary>The quantisation tables of ITU-T T.81, K.1 and K.2, scaled by a quality of 1 to 100 as libjpeg does it.</summary>
internal static class JpegQuantizers
{
    private static readonly byte[] Luminance =
    [
        16, 11, 10, 16, 24, 40, 51, 61, 12, 12, 14, 19, 26, 58, 60, 55, 14, 13, 16, 24, 40, 57, 69, 56, 14, 17, 22, 29, 51, 87, 80, 62,
        18, 22, 37, 56, 68, 109, 103, 77, 24, 35, 55, 64, 81, 104, 113, 92, 49, 64, 78, 87, 103, 121, 120, 101, 72, 92, 95, 98, 112, 100, 103, 99,
    ];

    private static readonly byte[] Chrominance =
    [
        17, 18, 24, 47, 99, 99, 99, 99, 18, 21, 26, 66, 99, 99, 99, 99, 24, 26, 56, 99, 99, 99, 99, 99, 47, 66, 99, 99, 99, 99, 99, 99,
        99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99,
    ];

    /// <summary>The steps in natural order.</summary>
    public static byte[] For(int quality, bool isLuminance)
    {
        int scale = quality < 50 ? 5000 / quality : 200 - (quality * 2);
        return [.. (isLuminance ? Luminance : Chrominance).Select(step => (byte)Math.Clamp(((step * scale) + 50) / 100, 1, 255))];
    }
}
