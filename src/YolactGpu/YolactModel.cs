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
/// One model on one device: context, accelerator, kernels, weights, and for each of its lanes a few compiled plans. A lane may be used by
/// one thread after another, and lanes at the same time: their plans share the weights, but neither streams nor memory.
/// </summary>
internal sealed class YolactModel : IDisposable
{
    private readonly IWeightFile? file;
    private readonly IWeightSource weights;
    private readonly Context context;
    private readonly Accelerator accelerator;
    private readonly LoweringContext lowering;
    private readonly DeviceConstants constants;
    private readonly InferenceOptions inference;
    private readonly PlanCache[] lanes;

    // Held by whoever runs a plan; for itself alone by whoever compiles one, which may measure kernels.
    private readonly ReaderWriterLockSlim running = new();

    private YolactModel(
        IWeightFile? file, YolactConfig config, Context context, Accelerator accelerator, CompileOptions compile, ModelSettings settings)
    {
        this.file = file;
        this.context = context;
        this.accelerator = accelerator;
        Config = config;
        inference = settings.Inference;
        weights = file is null ? new FormulaWeights(config.ClassCount) : new CheckpointWeights(file, config.Fpn.DownsampleLevels);
        lowering = new LoweringContext(new KernelCache(accelerator), compile);
        constants = new DeviceConstants(accelerator);
        int count = settings.Streams ?? (accelerator.AcceleratorType == AcceleratorType.Cuda ? 2 : 1);
        lanes = [.. Enumerable.Range(0, count).Select(_ => new PlanCache(settings.MaxPlans, Compile))];
        DeviceName = DeviceDescription.Of(accelerator.Device);
    }

    /// <summary>Gets the configuration.</summary>
    public YolactConfig Config { get; }

    /// <summary>Gets what the device is called.</summary>
    public string DeviceName { get; }

    /// <summary>Gets the device memory that the weights take, in all layouts in use.</summary>
    public long WeightsSizeInBytes => constants.SizeInBytes;

    /// <summary>Gets how many runs may be under way at a time.</summary>
    public int Lanes => lanes.Length;

    /// <summary>Gets what the first lane's plans at hand are for, the most recently used first.</summary>
    public IReadOnlyList<PlanShape> PlannedShapes => lanes[0].Shapes;

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

            if (accelerator.AcceleratorType == AcceleratorType.OpenCL && settings.Streams > 1)
            {
                // ILGPU hands a kernel's arguments over through an object that is the same for all threads.
                throw new ConfigException($"Streams is {settings.Streams}; on OpenCL it must be 1.");
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

    /// <summary>
    /// Gives the plan for a number of images that all need the same input, compiling it where it is not at hand, once no plan runs.
    /// </summary>
    /// <param name="batch">Images per run.</param>
    /// <param name="input">The network's input.</param>
    /// <param name="lane">Which lane.</param>
    /// <param name="cancellation">Ends the measuring of kernels early.</param>
    /// <exception cref="WeightsException">The weights do not fit the configuration, or cannot be used.</exception>
    /// <exception cref="DeviceMemoryException">The device has not enough memory.</exception>
    public YolactInference Plan(int batch, InputShape input, int lane = 0, CancellationToken cancellation = default)
    {
        // CUDA binds contexts to threads, and launches do not do it themselves.
        accelerator.Bind();
        return lanes[lane].Get(new PlanShape(batch, input), cancellation);
    }

    /// <summary>Runs the network on a batch.</summary>
    /// <param name="lane">The lane, which nobody else uses meanwhile.</param>
    /// <param name="input">The network's input, which all images need.</param>
    /// <param name="images">The batch.</param>
    /// <param name="filter">Which detections are wanted.</param>
    /// <param name="found">Takes them.</param>
    /// <param name="cancellation">Looked at between launches.</param>
    public (BatchPrediction Prediction, LaunchManner Launches) Run(
        int lane,
        InputShape input,
        ReadOnlySpan<ImagePixels> images,
        PredictionFilter filter,
        IInstanceSink found,
        CancellationToken cancellation)
    {
        YolactInference plan = Plan(images.Length, input, lane, cancellation);
        running.EnterReadLock();
        try
        {
            return (plan.Run(images, filter, found, cancellation), plan.Launches);
        }
        finally
        {
            running.ExitReadLock();
        }
    }

    /// <summary>Frees the plans of a lane, which nobody uses meanwhile.</summary>
    public void Release(int lane)
    {
        accelerator.Bind();
        lanes[lane].Dispose();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        for (int lane = 0; lane < lanes.Length; lane++)
        {
            Release(lane);
        }

        running.Dispose();
        constants.Dispose();
        accelerator.Dispose();
        context.Dispose();
        file?.Dispose();
    }

    private YolactInference Compile(PlanShape shape, CancellationToken cancellation)
    {
        running.EnterWriteLock();
        try
        {
            return YolactInference.Create(Config, weights, lowering, constants, shape, inference, cancellation);
        }
        finally
        {
            running.ExitWriteLock();
        }
    }
}
