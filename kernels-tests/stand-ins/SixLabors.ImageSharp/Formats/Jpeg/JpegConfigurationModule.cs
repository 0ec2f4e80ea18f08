namespace SixLabors.ImageSharp.Formats.Jpeg;

/// <summary>Adds reading JPEG to a configuration; the stand-in does not write it.</summary>
public sealed class JpegConfigurationModule : IImageFormatConfigurationModule
{
    public void Configure(Configuration configuration)
    {
        configuration.ImageFormatsManager.SetDecoder(JpegFormat.Instance, JpegDecoder.Instance);
        configuration.ImageFormatsManager.AddImageFormatDetector(new JpegImageFormatDetector());
    }
}
