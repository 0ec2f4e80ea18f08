using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using YolactGpu.Data.Imaging;
using YolactGpu.Graph.Execution;
using YolactGpu.Kernels.Convolution;
using YolactGpu.Kernels.Devices;
using YolactGpu.Model.Configs;
using YolactGpu.Model.Inference;
using YolactGpu.Tiling;

namespace YolactGpu;

/// <summary>Choices made when a <see cref="YolactDetector"/> is created.</summary>
public sealed record YolactDetectorOptions
{
    /// <summary>
    /// Gets the device: auto, cpu, cuda, cuda:1, opencl, opencl:2. Auto takes the first CUDA device, else the first OpenCL
    /// GPU, else the CPU. A device that is named here and absent is an error; nothing falls back in silence.
    /// </summary>
    public string Device { get; init; } = "auto";

    /// <summary>Gets the configuration; recognised from the weights where null.</summary>
    public YolactConfig? Config { get; init; }

    /// <summary>Gets the class names, where they differ from the configuration's; as many as the network has classes.</summary>
    public ImmutableArray<string>? ClassNames { get; init; }

    /// <summary>
    /// Gets the size of the network's input in pixels, where it differs from the configuration's: a number for a square, or a rectangle. Every
    /// image is resized to it.
    /// </summary>
    public InputShape? InputSize { get; init; }

    /// <summary>
    /// Gets whether the network's input takes the shape of each image, at about the area of the square
    /// (<see cref="YolactConfig.PreserveAspectRatio"/>), where it differs from the configuration.
    /// </summary>
    public bool? PreserveAspectRatio { get; init; }

    /// <summary>
    /// Gets the pixels of which the sides of such inputs are multiples (<see cref="YolactConfig.InputStep"/>), where they differ from the
    /// configuration's; 1 to 256.
    /// </summary>
    public int? InputStep { get; init; }

    /// <summary>
    /// Gets how many compiled networks are kept at a time, one for each number of images in a batch and size of the input, 1 to 64; the
    /// one not used for longest gives way. Memory on the device grows with it, results do not depend on it. Four are two common
    /// shapes of photos, each upright and lying.
    /// </summary>
    public int MaxPlans { get; init; } = 4;

    /// <summary>Gets the score that a detection must exceed, 0 to 1.</summary>
    public float ScoreThreshold { get; init; } = 0.15f;

    /// <summary>
    /// Gets the most detections per image, best first. The network itself gives no more than the configuration's
    /// <see cref="DetectionConfig.MaxDetections"/>.
    /// </summary>
    public int TopK { get; init; } = 100;

    /// <summary>Gets how boxes that overlap are thinned out, where it differs from the configuration's <see cref="DetectionConfig.Nms"/>.</summary>
    public NmsMode? Nms { get; init; }

    /// <summary>
    /// Gets the overlap above which the lower-ranked of two boxes is dropped, 0 to 1, where it differs from the configuration's
    /// <see cref="DetectionConfig.IoUThreshold"/>.
    /// </summary>
    public float? NmsThreshold { get; init; }

    /// <summary>
    /// Gets the most images that one run of the network takes in <see cref="YolactDetector.DetectBatch"/>, 1 to 256. Memory on
    /// the device grows with it.
    /// </summary>
    public int MaxBatch { get; init; } = 8;

    /// <summary>
    /// Gets how images larger than a tile are cut into tiles that the network sees one by one; null where every image is seen whole. It
    /// finds what would be too small in the whole image; what is much larger than a tile is found worse.
    /// </summary>
    public TilingOptions? Tiling { get; init; }

    /// <summary>Gets the threads that the CPU device uses; all cores where null.</summary>
    public int? CpuWorkers { get; init; }

    /// <summary>
    /// Gets how exactly convolutions multiply. TensorFloat32 and Float16 run on the tensor cores of CUDA devices of compute capability 8.0
    /// or higher; a device that has none is an error.
    /// </summary>
    public ConvolutionPrecision Precision { get; init; }

    /// <summary>
    /// Gets the file that keeps which kernels are fastest on a GPU; they are measured once, when a network is first compiled there. The user's
    /// cache folder where null; "off" measures nothing and chooses by rule. The CPU chooses by rule in any case.
    /// </summary>
    public string? TuningCache { get; init; }

    /// <summary>
    /// Gets a value indicating whether convolutions may use Winograd's algorithms for 3x3 and 7x7 filters, and Strassen's for all, where that is
    /// faster, which is on the CPU device: half the time, with errors that docs/numerics.md states.
    /// </summary>
    public bool AllowWinograd { get; init; } = true;

    /// <summary>
    /// Gets a value indicating whether the network is captured as CUDA graphs, in its second run, and replayed from then on, which saves
    /// most of the time that launching takes. Other devices launch kernel by kernel, as CUDA does where its driver refuses a capture: that
    /// is logged as a warning, with the reason. Results are the same.
    /// </summary>
    public bool CudaGraph { get; init; } = true;

    /// <summary>
    /// Gets how many runs of the network may be under way at a time, 1 to 4, each on a stream and in memory of its own, with the same
    /// weights: while the device is at one, the host prepares the next. Videos, lists longer than <see cref="MaxBatch"/>, and searches
    /// from several threads or tasks use it; results do not depend on it. Two on CUDA, one elsewhere, where null; on OpenCL it must be 1.
    /// </summary>
    public int? Streams { get; init; }

    /// <summary>Gets the limits of what is decoded.</summary>
    public ImageDecoderOptions ImageDecoder { get; init; } = new();

    /// <summary>Gets where log messages go.</summary>
    public ILoggerFactory LoggerFactory { get; init; } = NullLoggerFactory.Instance;

    /// <summary>Gives what the model is made of, once the options are found to be in order.</summary>
    /// <exception cref="ConfigException">One of them is not.</exception>
    internal ModelSettings ToSettings(string? weightsPath)
    {
        Require(ScoreThreshold is >= 0 and <= 1, $"ScoreThreshold is {ScoreThreshold}; it must be 0 to 1.");
        Require(TopK >= 1, $"TopK is {TopK}; it must be 1 or more.");
        Require(NmsThreshold is null or (>= 0 and <= 1), $"NmsThreshold is {NmsThreshold}; it must be 0 to 1.");
        Require(MaxBatch is >= 1 and <= 256, $"MaxBatch is {MaxBatch}; it must be 1 to 256.");
        Require(MaxPlans is >= 1 and <= 64, $"MaxPlans is {MaxPlans}; it must be 1 to 64.");
        Require(CpuWorkers is null or (>= 1 and <= 1024), $"CpuWorkers is {CpuWorkers}; it must be 1 to 1024.");
        Require(Enum.IsDefined(Precision), $"Precision is {Precision}; it must be {string.Join(", ", Enum.GetNames<ConvolutionPrecision>())}.");
        Require(Streams is null or (>= 1 and <= 4), $"Streams is {Streams}; it must be 1 to 4.");
        Tiling?.Check();
        return new ModelSettings
        {
            Weights = weightsPath,
            Config = Config,
            ClassNames = ClassNames,
            InputSize = InputSize,
            PreserveAspectRatio = PreserveAspectRatio,
            InputStep = InputStep,
            MaxPlans = MaxPlans,
            Nms = Nms,
            NmsThreshold = NmsThreshold,
            Device = ParseDevice(),
            CpuWorkers = CpuWorkers,
            Compile = new CompileOptions { Precision = Precision, AllowWinograd = AllowWinograd },
            Streams = Streams,
            Inference = new InferenceOptions { CudaGraph = CudaGraph },
            TuningCache = TuningCache,
            Logger = LoggerFactory.CreateLogger<YolactDetector>(),
        };

        static void Require(bool holds, string message)
        {
            if (!holds)
            {
                throw new ConfigException(message);
            }
        }
    }

    private DeviceRequest ParseDevice()
    {
        try
        {
            return DeviceRequest.Parse(Device);
        }
        catch (FormatException e)
        {
            throw new ConfigException($"Device: {e.Message}");
        }
    }
}
