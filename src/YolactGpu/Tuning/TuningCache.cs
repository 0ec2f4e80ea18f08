using System.Text.Json;
using ILGPU.Runtime;
using ILGPU.Runtime.OpenCL;
using Microsoft.Extensions.Logging;
using YolactGpu.Data;
using YolactGpu.Graph.Execution;
using YolactGpu.Graph.Tuning;

namespace YolactGpu.Tuning;

/// <summary>
/// Keeps kernels' times on disk. Nothing in the file is trusted: what is damaged, or was measured on something else, is ignored with a
/// warning, and what it names is chosen only where the device has it anyway. Where the file cannot be kept, nothing is measured: measuring again
/// each time would cost time and could choose otherwise.
/// </summary>
internal sealed partial class TuningCache
{
    /// <summary>The setting that turns tuning off.</summary>
    public const string Off = "off";

    private const long MostBytes = 16 << 20;

    private readonly bool isNamed;
    private readonly string path;
    private readonly TuningIdentity identity;
    private readonly ILogger logger;
    private readonly TuningTable table;

    private TuningCache(string? setting, TuningIdentity identity, ILogger logger)
    {
        isNamed = setting is not null;
        path = setting ?? Path.Combine(Folder(), identity.FileName());
        this.identity = identity;
        this.logger = logger;
        (table, MayWrite) = Read();
    }

    /// <summary>Gets a value indicating whether the file is absent, or one of kernels' times that may be replaced.</summary>
    private bool MayWrite { get; }

    /// <summary>Opens the file for a device: null where kernels are chosen by rule alone.</summary>
    /// <param name="setting">A path, off, or null for the user's cache folder.</param>
    /// <param name="accelerator">The device.</param>
    /// <param name="logger">Where warnings go.</param>
    public static ConvolutionTuning? Open(string? setting, Accelerator accelerator, ILogger logger) =>
        setting == Off || accelerator.AcceleratorType == AcceleratorType.CPU || (setting is null && IsProcessor(accelerator))
            ? null
            : Open(setting, TuningIdentity.Of(accelerator.Device), logger, (key, context) => new LayerMeasurement(key, context));

    /// <summary>Opens the file for an identity.</summary>
    public static ConvolutionTuning Open(
        string? setting, TuningIdentity identity, ILogger logger, Func<TuningKey, LoweringContext, ILayerMeasurement> measures)
    {
        TuningCache cache = new(setting, identity, logger);
        return new ConvolutionTuning(cache.table, cache.MayWrite ? measures : null, cache.TrySave);
    }

    /// <summary>Gives the user's folder for caches, by the custom of the system.</summary>
    internal static string Folder()
    {
        string home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        string caches = OperatingSystem.IsWindows() ? Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData)
            : OperatingSystem.IsMacOS() ? Path.Combine(home, "Library", "Caches")
            : Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { } folder && Path.IsPathRooted(folder) ? folder
            : Path.Combine(home, ".cache");
        return Path.Combine(caches, "YolactGpu");
    }

    // Tiles of shared memory are so slow on a processor that measuring them takes minutes; the rule knows what to take there.
    private static bool IsProcessor(Accelerator accelerator) =>
        accelerator.Device is CLDevice { DeviceType: CLDeviceType.CL_DEVICE_TYPE_CPU };

    private (TuningTable Table, bool MayWrite) Read()
    {
        try
        {
            FileInfo file = new(path);
            if (!file.Exists)
            {
                return (new TuningTable(), true);
            }

            if (file.Length > MostBytes)
            {
                throw new FormatException($"It holds {file.Length} bytes; at most {MostBytes} are read.");
            }

            TuningDocument document = JsonSerializer.Deserialize(File.ReadAllBytes(path), TuningJson.Default.TuningDocument)
                ?? throw new FormatException("It is empty.");
            if (document.Format != TuningDocument.CurrentFormat)
            {
                throw new FormatException($"Its format is '{document.Format}', not '{TuningDocument.CurrentFormat}'.");
            }

            if (document.Identity != identity)
            {
                Log.Foreign(logger, path, document.Identity, identity);
                return (new TuningTable(), true);
            }

            return (document.ToTable(), true);
        }
        catch (Exception e) when (e is JsonException or FormatException or IOException or UnauthorizedAccessException)
        {
            // A file that was named may be anything, a photo by mistake: it stays as it is. In the cache folder it can be but ours.
            Log.Damaged(
                logger, path, OneLine.Of(e.Message), isNamed ? "It stays as it is, and kernels are chosen by rule." : "It will be replaced.");
            return (new TuningTable(), !isNamed);
        }
    }

    private bool TrySave()
    {
        try
        {
            AtomicFile.Write(
                path, stream => JsonSerializer.Serialize(stream, TuningDocument.Of(identity, table), TuningJson.Default.TuningDocument));
            return true;
        }
        catch (OutputException e)
        {
            Log.NotKept(logger, path, e.Reason);
            return false;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "{Path} is ignored, it cannot be read as a file of kernels' times: {Reason} {Consequence}")]
        public static partial void Damaged(ILogger logger, string path, string reason, string consequence);

        [LoggerMessage(Level = LogLevel.Warning, Message = "{Path} is ignored and will be replaced: it was measured for {Theirs}; this is {Ours}")]
        public static partial void Foreign(ILogger logger, string path, TuningIdentity theirs, TuningIdentity ours);

        [LoggerMessage(Level = LogLevel.Warning, Message = "{Path} cannot be kept, so nothing is measured and kernels are chosen by rule: {Reason}")]
        public static partial void NotKept(ILogger logger, string path, string reason);
    }
}
