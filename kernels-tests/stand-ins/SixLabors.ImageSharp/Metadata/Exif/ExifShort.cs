namespace SixLabors.ImageSharp.Metadata.Profiles.Exif;

/// <summary>An unsigned 16-bit EXIF value.</summary>
internal sealed class ExifShort(ExifTag<ushort> tag, ushort value) : IExifValue<ushort>
{
    public ExifTag Tag => tag;

    public ExifDataType DataType => ExifDataType.Short;

    public bool IsArray => false;

    public ushort Value { get; set; } = value;

    public object? GetValue() => Value;

    public override string ToString() => $"{Value}";
}
