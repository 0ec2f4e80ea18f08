namespace SixLabors.ImageSharp.Metadata.Profiles.Exif;

/// <summary>An EXIF value.</summary>
public interface IExifValue
{
    ExifTag Tag { get; }

    ExifDataType DataType { get; }

    bool IsArray { get; }

    object? GetValue();
}

/// <summary>An EXIF value of a known type.</summary>
/// <typeparam name="TValueType">The value's type.</typeparam>
public interface IExifValue<TValueType> : IExifValue
{
    TValueType? Value { get; set; }
}
