using System.Text;

namespace YolactGpu.Data.Imaging;

/// <summary>
/// What an image file says of itself, found by walking through its parts without decoding any: decoders may fill up
/// what is missing of a truncated file with grey, and allocate by the size in the header.
/// </summary>
/// <param name="Width">Columns, before any EXIF orientation.</param>
/// <param name="Height">Rows.</param>
/// <param name="Refusal">Why this kind of file is not taken; null where it is.</param>
/// <param name="Damage">What is wrong or missing in the file after its header; null where it is whole.</param>
internal readonly record struct EncodedImage(int Width, int Height, string? Refusal, string? Damage)
{
    internal const string TakenFormats = "JPEG, PNG and BMP are taken";

    /// <summary>Bytes that <see cref="IsTaken"/> looks at.</summary>
    internal const int SignatureLength = 12;

    internal static bool IsTaken(ReadOnlySpan<byte> start) =>
        JpegStructure.IsJpeg(start) || PngStructure.IsPng(start) || BmpStructure.IsBmp(start);

    /// <summary>Walks through a file that <see cref="IsTaken"/>; null where its header is cut off.</summary>
    internal static EncodedImage? Read(ReadOnlySpan<byte> file)
    {
        if (JpegStructure.IsJpeg(file))
        {
            return JpegStructure.Read(file);
        }

        return PngStructure.IsPng(file) ? PngStructure.Read(file) : BmpStructure.Read(file);
    }

    /// <summary>Names the format of a file that is not taken, where it is a well-known image format.</summary>
    internal static string Describe(ReadOnlySpan<byte> start)
    {
        string text = Encoding.Latin1.GetString(start);
        string box = text.Length >= SignatureLength ? text[4..SignatureLength] : "";
        string? format = text switch
        {
            _ when text.StartsWith("GIF8", StringComparison.Ordinal) => "a GIF image",
            _ when text.StartsWith("II*\0", StringComparison.Ordinal) => "a TIFF image",
            _ when text.StartsWith("MM\0*", StringComparison.Ordinal) => "a TIFF image",
            _ when text.StartsWith("RIFF", StringComparison.Ordinal) && box.EndsWith("WEBP", StringComparison.Ordinal)
                => "a WebP image",
            _ when box is "ftypavif" => "an AVIF image",
            _ when box is "ftypheic" or "ftypheix" or "ftypmif1" => "a HEIC image",
            _ => null,
        };
        return format ?? "not an image";
    }
}
