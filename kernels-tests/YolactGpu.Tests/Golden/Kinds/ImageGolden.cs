using NUnit.Framework;
using YolactGpu.Data.Imaging;

namespace YolactGpu.Tests.Golden.Kinds;

/// <summary>img_*.png, the inputs of preprocess: they decode, and come back unchanged from our own PNG.</summary>
internal sealed class ImageGolden : IGoldenKind
{
    public bool Takes(string file) => file.StartsWith("img_", StringComparison.Ordinal);

    public IEnumerable<GoldenCase> Cases(GoldenEntry entry) =>
    [
        new GoldenCase("round trip", _ =>
        {
            RgbImage image = new ImageDecoder().Decode(entry.FilePath);
            using MemoryStream stream = new();
            PngFile.Write(stream, image);
            RgbImage again = new ImageDecoder().Decode(stream.ToArray());
            Assert.That(again.Pixels.ToArray(), Is.EqualTo(image.Pixels.ToArray()));
        }),
    ];
}
