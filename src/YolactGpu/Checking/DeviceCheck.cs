using ILGPU;
using ILGPU.Runtime;
using YolactGpu.Graph.Execution;
using YolactGpu.Graph.Ops;
using YolactGpu.Kernels;
using YolactGpu.Kernels.Convolution;
using YolactGpu.Kernels.Devices;
using YolactGpu.Model.Configs;
using YolactGpu.Model.Inference;
using YolactGpu.Tuning;

namespace YolactGpu.Checking;

/// <summary>
/// Checks a device: runs every configuration's network on it, small and with weights from the formula, in every precision that it has, and
/// compares layers, networks and instances with what the plain kernels give on the CPU.
/// </summary>
public static class DeviceCheck
{
    /// <summary>Runs the checks, one after another; what cannot be run at all is a failure of its check.</summary>
    /// <exception cref="DeviceNotFoundException">The device is not there.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static IEnumerable<CheckResult> Run(CheckOptions options, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        using Context context = DeviceContext.Create(options.CpuWorkers);
        using Accelerator accelerator = options.Device.Find(context).CreateAccelerator(context);
        using Accelerator cpu = new DeviceRequest(AcceleratorType.CPU, 0).Find(context).CreateAccelerator(context);
        LoweringContext plain = new(new KernelCache(cpu), new CompileOptions { PlainKernelsOnly = true });
        KernelCache kernels = new(accelerator);
        (ConvolutionPrecision Precision, NetworkCheck Check)[] checks =
        [
            .. Enum.GetValues<ConvolutionPrecision>().Where(precision => DevicePrecision.Refusal(accelerator, precision) is null)
                .Select(precision => (precision, new NetworkCheck(new LoweringContext(kernels, new CompileOptions { Precision = precision })))),
        ];
        foreach (YolactConfig config in options.Configs.Select(config => config.WithInput(SizeOf(config, options.InputSize))))
        {
            ReferenceRun reference = new(config, plain, cancellation);
            foreach ((ConvolutionPrecision precision, NetworkCheck check) in checks)
            {
                accelerator.Bind();
                yield return check.Layers(config.Name, reference, cancellation);
                yield return check.Whole(config.Name, reference);
                if (precision == ConvolutionPrecision.Float32)
                {
                    yield return PhotoCheck.Run(SettingsOf(options, config), PlainOf(options, config), cancellation);
                }
            }
        }
    }

    /// <summary>The size that is wanted, or the least at which the mask IoU net has prototypes enough, which are a quarter of the input.</summary>
    private static InputShape SizeOf(YolactConfig config, InputShape size)
    {
        int least = config.MaskIoU is { } net ? (4 * net.SmallestInput) + 1 : 1;
        return new InputShape(Math.Max(size.Width, least), Math.Max(size.Height, least));
    }

    private static ModelSettings SettingsOf(CheckOptions options, YolactConfig config) => new()
    {
        Config = config,
        Device = options.Device,
        CpuWorkers = options.CpuWorkers,
        TuningCache = options.TuningCache,
        Inference = new InferenceOptions { CudaGraph = options.CudaGraph },
    };

    private static ModelSettings PlainOf(CheckOptions options, YolactConfig config) => new()
    {
        Config = config,
        Device = new DeviceRequest(AcceleratorType.CPU, 0),
        CpuWorkers = options.CpuWorkers,
        TuningCache = TuningCache.Off,
        Compile = new CompileOptions { PlainKernelsOnly = true },
    };
}
