namespace SixLabors.ImageSharp.Formats;

/// <summary>Adds one format to a configuration.</summary>
public interface IImageFormatConfigurationModule
{
    void Configure(Configuration configuration);
}
