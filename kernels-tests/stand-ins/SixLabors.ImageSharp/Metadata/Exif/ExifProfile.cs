using System.Diagnostics.CodeAnalysis;

namespace SixLabors.ImageSharp.Metadata.Profiles.Exif;

/// <summary>What a camera says of a photo; of it the stand-in keeps the orientation.</summary>
public sealed class ExifProfile
{
    private readonly List<IExifValue<ushort>> values = [];

    public ExifProfile()
    {
    }

    /// <param name="data">A TIFF structure; what is malformed in it is left out.</param>
    public ExifProfile(byte[]? data)
    {
        if (data is not null && TiffDirectory.ReadShort(data, ExifTag.Orientation) is ushort orientation)
        {
            SetValue(ExifTag.Orientation, orientation);
        }
    }

    public IReadOnlyList<IExifValue> Values => values;

    public bool TryGetValue<TValueType>(
        ExifTag<TValueType> tag, [NotNullWhen(true)] out IExifValue<TValueType>? exifValue)
    {
        exifValue = values.Find(v => v.Tag == tag) as IExifValue<TValueType>;
        return exifValue is not null;
    }

    public void SetValue<TValueType>(ExifTag<TValueType> tag, TValueType value)
    {
        if (tag is not ExifTag<ushort> shortTag || value is not ushort shortValue)
        {
            throw new NotSupportedException(
                $"The stand-in keeps 16-bit EXIF values; {tag} is a {typeof(TValueType).Name}.");
        }

        RemoveValue(tag);
        values.Add(new ExifShort(shortTag, shortValue));
    }

    public bool RemoveValue(ExifTag tag) => values.RemoveAll(v => v.Tag == tag) > 0;

    /// <summary>The TIFF structure, or null where there is nothing to say.</summary>
    public byte[]? ToByteArray() => values.Count == 0 ? null : TiffDirectory.Write(values);

    public ExifProfile DeepClone() => new(ToByteArray());
}
