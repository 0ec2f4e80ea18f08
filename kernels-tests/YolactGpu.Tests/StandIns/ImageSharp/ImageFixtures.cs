using System.Runtime.CompilerServices;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.PixelFormats;

namespace YolactGpu.Tests.StandIns.ImageSharp;

/// <summary>The images of the folder fixtures, beside the script that made them.</summary>
internal static class ImageFixtures
{
    /// <summary>Every JPEG with known pixels.</summary>
    public static IEnumerable<string> JpegsWithPixels =>
        Directory.EnumerateFiles(Folder(), "*.png")
            .Select(path => Path.GetFileNameWithoutExtension(path))
            .Order(StringComparer.Ordinal);

    /// <summary>Every JPEG that every decoder of them reads.</summary>
    public static IEnumerable<string> ReadableJpegs => JpegsWithPixels.Append("orientation_6");

    public static byte[] Jpeg(string name) => File.ReadAllBytes(Path.Combine(Folder(), name + ".jpg"));

    public static Image<Rgb24> ExpectedPixels(string name) => Image.Load<Rgb24>(Path.Combine(Folder(), name + ".png"));

    private static string Folder([CallerFilePath] string thisFile = "")
    {
        return Path.Combine(Path.GetDirectoryName(thisFile)!, "fixtures");
    }
}
