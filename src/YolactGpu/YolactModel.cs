using ILGPU;
using ILGPU.Runtime;
using YolactGpu.Graph.Execution;
using YolactGpu.Kernels;
using YolactGpu.Kernels.Devices;
using YolactGpu.Model.Configs;
using YolactGpu.Model.Inference;
using YolactGpu.Model.Weights;
using YolactGpu.Weights;

namespace YolactGpu;

/// <summary>
/// One model on one device: context, accelerator, kernels, weights, and a few compiled plans by batch size. Not thread-safe;
/// <see cref="YolactDetector"/> guards it.
/// </summary>
internal sealed class YolactModel : IDisposable
{
    /// <summary>Plans kept at a time: one image, a full batch, and the rest of a list.</summary>
    private const int MaxPlans = 3;

    private readonly Context context;
    private readonly Accelerator accelerator;
    private readonly IWeightFile? file;
    private readonly LoweringContext lowering;
    private readonly DeviceConstants constants;
    private readonly LinkedList<YolactInference> plans = [];

    public YolactModel(
        IWeightFile? file, YolactConfig config, DeviceRequest device, int? cpuWorkers, CompileOptions? options = null)
    {
        this.file = file;
        Config = config;
        context = DeviceContext.Create(cpuWorkers);
        try
        {
            accelerator = device.Find(context).CreateAccelerator(context);
        }
        catch
        {
            context.Dispose();
            throw;
        }

        lowering = new LoweringContext(new KernelCache(accelerator), options ?? new CompileOptions());
        constants = new DeviceConstants(accelerator);
        DeviceName = accelerator.Name;
    }

    /// <summary>Gets the configuration.</summary>
    public YolactConfig Config { get; }

    /// <summary>Gets the device's own name.</summary>
    public string DeviceName { get; }

    /// <summary>Gets the device memory that the weights take, in all layouts in use.</summary>
    public long WeightsSizeInBytes => constants.SizeInBytes;

    /// <summary>Gives the plan for a batch size, compiling it where it is not at hand; the least recently used one goes.</summary>
    public YolactInference Plan(int batch)
    {
        YolactInference? plan = plans.FirstOrDefault(candidate => candidate.Batch == batch);
        if (plan is not null)
        {
            plans.Remove(plan);
        }
        else
        {
            plan = Compile(batch);
            if (plans.Count == MaxPlans)
            {
                plans.Last!.Value.Dispose();
                plans.RemoveLast();
            }
        }

        plans.AddFirst(plan);
        return plan;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (YolactInference plan in plans)
        {
            plan.Dispose();
        }

        plans.Clear();
        constants.Dispose();
        accelerator.Dispose();
        context.Dispose();
        file?.Dispose();
    }

    private YolactInference Compile(int batch)
    {
        if (file is null)
        {
            return YolactInference.Create(Config, new FormulaWeights(Config.ClassCount), lowering, constants, batch);
        }

        CheckpointWeights weights = new(file, Config.Fpn.DownsampleLevels);
        return YolactInference.Create(Config, weights, lowering, constants, batch);
    }
}
