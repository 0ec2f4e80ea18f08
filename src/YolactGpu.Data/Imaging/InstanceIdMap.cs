using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Formats.Png;
using SixLabors.ImageSharp.PixelFormats;
using YolactGpu.Data.Coco;

namespace YolactGpu.Data.Imaging;

/// <summary>
/// A picture that tells for each pixel which instance it belongs to: 0 is none, n the n-th best, or the one that
/// has that number. Where masks lie over each
/// other, the best one has the pixel. As PNG it has one channel of 16 bits.
/// </summary>
public static class InstanceIdMap
{
    /// <summary>The ids, row by row.</summary>
    /// <param name="masks">The masks, best first, all of the picture's size.</param>
    /// <param name="width">Columns.</param>
    /// <param name="height">Rows.</param>
    /// <param name="numbers">The masks' numbers, from 1; after 65,535 they begin again. Their places where null.</param>
    /// <exception cref="ArgumentException">
    /// A mask has another size, there are more than 65,535, or the numbers are not as many, or one is below 1.
    /// </exception>
    public static ushort[] Of(IReadOnlyList<MaskRuns> masks, int width, int height, IReadOnlyList<int>? numbers = null)
    {
        ArgumentNullException.ThrowIfNull(masks);
        if (numbers is not null && (numbers.Count != masks.Count || numbers.Any(number => number < 1)))
        {
            throw new ArgumentException(
                $"numbers are {string.Join(", ", numbers)}; there must be {masks.Count}, each 1 or more.", nameof(numbers));
        }

        if (masks.Count > ushort.MaxValue)
        {
            throw new ArgumentException($"There are {masks.Count} masks; 16 bits tell {ushort.MaxValue} apart.", nameof(masks));
        }

        ushort[] ids = new ushort[checked(width * height)];
        for (int n = masks.Count; n > 0; n--)
        {
            MaskRuns mask = masks[n - 1];
            if (mask.Width != width || mask.Height != height)
            {
                throw new ArgumentException(
                    $"Mask {n - 1} is {mask.Width} x {mask.Height} pixels; the picture is {width} x {height}.", nameof(masks));
            }

            ushort id = NumberOf(numbers?[n - 1] ?? n);
            foreach (PixelRun run in mask)
            {
                ids.AsSpan((run.Row * width) + run.Left, run.Length).Fill(id);
            }
        }

        return ids;
    }

    /// <summary>Writes the ids of masks as PNG to a stream, which is left open.</summary>
    /// <inheritdoc cref="Of"/>
    public static void WritePng(
        Stream stream, IReadOnlyList<MaskRuns> masks, int width, int height, IReadOnlyList<int>? numbers = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        L16[] pixels = Array.ConvertAll(Of(masks, width, height, numbers), id => new L16(id));
        using Image<L16> image = Image.LoadPixelData<L16>(pixels, width, height);
        PngEncoder encoder = new()
        {
            ColorType = PngColorType.Grayscale,
            BitDepth = PngBitDepth.Bit16,

            // Most rows are the row above.
            FilterMethod = PngFilterMethod.Up,
        };
        image.SaveAsPng(stream, encoder);
    }

    /// <summary>Writes the ids of masks as PNG so that the file appears whole or not at all.</summary>
    /// <exception cref="OutputException">The file cannot be written; nothing is left of it.</exception>
    /// <inheritdoc cref="Of"/>
    public static void WritePng(
        string path, IReadOnlyList<MaskRuns> masks, int width, int height, IReadOnlyList<int>? numbers = null) =>
        AtomicFile.Write(path, stream => WritePng(stream, masks, width, height, numbers));

    private static ushort NumberOf(int number) => (ushort)(((number - 1) % ushort.MaxValue) + 1);
}
