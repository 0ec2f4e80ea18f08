namespace SixLabors.ImageSharp.Metadata.Profiles.Exif;

/// <summary>Names one EXIF value.</summary>
public abstract class ExifTag : IEquatable<ExifTag>
{
    private readonly ushort value;

    private protected ExifTag(ushort value)
    {
        this.value = value;
    }

    /// <summary>How the stored pixels must be turned to be seen upright.</summary>
    public static ExifTag<ushort> Orientation { get; } = new(0x0112);

    public static explicit operator ushort(ExifTag tag) => tag.value;

    public static bool operator ==(ExifTag? left, ExifTag? right) => left is null ? right is null : left.Equals(right);

    public static bool operator !=(ExifTag? left, ExifTag? right) => !(left == right);

    public bool Equals(ExifTag? other) => other is not null && (value == other.value);

    public override bool Equals(object? obj) => Equals(obj as ExifTag);

    public override int GetHashCode() => value.GetHashCode();

    public override string ToString() => value == 0x0112 ? nameof(Orientation) : $"0x{value:X4}";
}

/// <summary>Names one EXIF value and its type.</summary>
/// <typeparam name="TValueType">The value's type.</typeparam>
public sealed class ExifTag<TValueType> : ExifTag
{
    internal ExifTag(ushort value)
        : base(value)
    {
    }
}
