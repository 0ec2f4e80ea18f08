using SixLabors.ImageSharp.Formats;
using SixLabors.ImageSharp.Formats.Bmp;
using SixLabors.ImageSharp.Formats.Jpeg;
using SixLabors.ImageSharp.Formats.Png;
using SixLabors.ImageSharp.Memory;

namespace SixLabors.ImageSharp;

/// <summary>The formats that may be read and written, and the memory that may be used.</summary>
public sealed class Configuration
{
    private int maxDegreeOfParallelism = Environment.ProcessorCount;
    private MemoryAllocator memoryAllocator = MemoryAllocator.Default;

    public Configuration()
        : this([])
    {
    }

    public Configuration(params IImageFormatConfigurationModule[] configurationModules)
    {
        foreach (IImageFormatConfigurationModule module in configurationModules ?? [])
        {
            Configure(module);
        }
    }

    public static Configuration Default { get; } = new(
        new PngConfigurationModule(),
        new JpegConfigurationModule(),
        new BmpConfigurationModule());

    /// <summary>Accepted and without effect: the stand-in works on the calling thread.</summary>
    public int MaxDegreeOfParallelism
    {
        get => maxDegreeOfParallelism;
        set
        {
            if (value is 0 or < -1)
            {
                throw new ArgumentOutOfRangeException(
                    nameof(MaxDegreeOfParallelism), value, "It must be positive, or -1 for no limit.");
            }

            maxDegreeOfParallelism = value;
        }
    }

    public bool PreferContiguousImageBuffers { get; set; }

    public MemoryAllocator MemoryAllocator
    {
        get => memoryAllocator;
        set
        {
            ArgumentNullException.ThrowIfNull(value, nameof(MemoryAllocator));
            memoryAllocator = value;
        }
    }

    public ImageFormatManager ImageFormatsManager { get; private init; } = new();

    public IEnumerable<IImageFormat> ImageFormats => ImageFormatsManager.ImageFormats;

    public void Configure(IImageFormatConfigurationModule configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        configuration.Configure(this);
    }

    /// <summary>A copy that shares this one's formats and allocator.</summary>
    public Configuration Clone() => new()
    {
        MaxDegreeOfParallelism = MaxDegreeOfParallelism,
        PreferContiguousImageBuffers = PreferContiguousImageBuffers,
        MemoryAllocator = MemoryAllocator,
        ImageFormatsManager = ImageFormatsManager,
    };
}
