namespace SixLabors.ImageSharp.Metadata.Profiles.Exif;

/// <summary>The types of EXIF values, as far as the stand-in knows them.</summary>
public enum ExifDataType
{
    Unknown = 0,
    Short = 3,
    SignedShort = 8,
    SignedLong = 9,
}
