using ILGPU;
using ILGPU.Runtime;
using YolactGpu.Graph.Execution;
using YolactGpu.Graph.Ops;
using YolactGpu.Kernels;
using YolactGpu.Kernels.Devices;
using YolactGpu.Model.Configs;
using YolactGpu.Model.Inference;
using YolactGpu.Model.Weights;
using YolactGpu.Tuning;
using YolactGpu.Weights;

namespace YolactGpu;

/// <summary>
/// One model on one device: context, accelerator, kernels, weights, and a few compiled plans. Not thread-safe,
/// but it may be used by one thread after another.
/// </summary>
internal sealed class YolactModel : IDisposable
{
    private readonly IWeightFile? file;
    private readonly IWeightSource weights;
    private readonly Context context;
    private readonly Accelerator accelerator;
    private readonly LoweringContext lowering;
    private readonly DeviceConstants constants;
    private readonly PlanCache plans;

    private YolactModel(
        IWeightFile? file, YolactConfig config, Context context, Accelerator accelerator, CompileOptions compile, ModelSettings settings)
    {
        this.file = file;
        this.context = context;
        this.accelerator = accelerator;
        Config = config;
        weights = file is null ? new FormulaWeights(config.ClassCount) : new CheckpointWeights(file, config.Fpn.DownsampleLevels);
        lowering = new LoweringContext(new KernelCache(accelerator), compile);
        constants = new DeviceConstants(accelerator);
        plans = new PlanCache(
            settings.MaxPlans,
            (shape, cancellation) => YolactInference.Create(config, weights, lowering, constants, shape, settings.Inference, cancellation));
        DeviceName = DeviceDescription.Of(accelerator.Device);
    }

    /// <summary>Gets the configuration.</summary>
    public YolactConfig Config { get; }

    /// <summary>Gets what the device is called.</summary>
    public string DeviceName { get; }

    /// <summary>Gets the device memory that the weights take, in all layouts in use.</summary>
    public long WeightsSizeInBytes => constants.SizeInBytes;

    /// <summary>Gets what the plans at hand are for, the most recently used first.</summary>
    public IReadOnlyList<PlanShape> PlannedShapes => plans.Shapes;

    /// <summary>Opens the weights and the device; no plan is compiled yet.</summary>
    /// <exception cref="WeightsException">The weights cannot be read, or their configuration cannot be recognised.</exception>
    /// <exception cref="ConfigException">The settings contradict each other, or the device cannot compute in the precision.</exception>
    /// <exception cref="DeviceNotFoundException">The device is not there.</exception>
    public static YolactModel Open(ModelSettings settings)
    {
        IWeightFile? file = null;
        Context? context = null;
        Accelerator? accelerator = null;
        try
        {
            file = settings.Weights is null ? null : WeightFile.Open(settings.Weights);
            YolactConfig config = settings.Resolve(file);
            context = DeviceContext.Create(settings.CpuWorkers);
            accelerator = settings.Device.Find(context).CreateAccelerator(context);
            if (DevicePrecision.Refusal(accelerator, settings.Compile.Precision) is { } refusal)
            {
                throw new ConfigException(refusal);
            }

            CompileOptions compile = settings.Compile with { Tuning = TuningCache.Open(settings.TuningCache, accelerator, settings.Logger) };
            return new YolactModel(file, config, context, accelerator, compile, settings);
        }
        catch
        {
            accelerator?.Dispose();
            context?.Dispose();
            file?.Dispose();
            throw;
        }
    }

    /// <summary>Gives the plan for a number of images that all need the same input, compiling it where it is not at hand.</summary>
    /// <exception cref="WeightsException">The weights do not fit the configuration, or cannot be used.</exception>
    /// <exception cref="DeviceMemoryException">The device has not enough memory.</exception>
    public YolactInference Plan(int batch, InputShape input, CancellationToken cancellation = default)
    {
        // CUDA binds contexts to threads, and launches do not do it themselves.
        accelerator.Bind();
        return plans.Get(new PlanShape(batch, input), cancellation);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        accelerator.Bind();
        plans.Dispose();
        constants.Dispose();
        accelerator.Dispose();
        context.Dispose();
        file?.Dispose();
    }
}
